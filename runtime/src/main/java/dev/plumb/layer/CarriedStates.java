package dev.plumb.layer;

import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.spec.Inference;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that goes on from the states that it had after what it read before: the batch before, if it is stateful, or the earlier steps of a sequence that is decoded step by
 * step. As in Keras 3.15, states that are given win, and those after the sequence are kept all the same.
 */
public final class CarriedStates {
    private CarriedStates() {}

    /**
     * The outputs of the layer for new steps, of which each is given.
     *
     * @param x the steps: (batch, new steps, features)
     */
    public static List<Var> lower(SequenceSpec spec, LayerContext context, Var x) {
        return List.of(read(spec, context, List.of(x)).sequence());
    }

    /** Reads a sequence (batch, time, features). */
    static Reading read(SequenceSpec spec, LayerContext context, List<Var> inputs) {
        List<Var> begun = new ArrayList<>(inputs);
        LayerContext seen = context;
        List<Integer> shape = state(spec, inputs.get(0));
        for (String name : spec.stateNames()) {
            Var before = context.carried(name, shape);
            if (inputs.size() == 1) {
                begun.add(before);
            }
        }
        if (inputs.size() == 1) { // the states are the layer's own, so its mask counts
            Optional<Var> mask = context.mask(0);
            seen = mask.<LayerContext>map(valid -> InnerContext.masked(context, valid))
                    .orElse(context);
        }
        Reading reading = RecurrentLayers.readFrom(spec, seen, begun);
        for (int i = 0; i < spec.stateNames().size(); i++) {
            context.carry(spec.stateNames().get(i), reading.states().get(i));
        }
        return reading;
    }

    private static List<Integer> state(SequenceSpec spec, Var x) {
        if (spec.ofStep(List.of(CodeLowering.type(x))) instanceof Inference.Types made) {
            List<Integer> shape = new ArrayList<>(List.of(x.size(0)));
            for (long size : made.outputs().get(0).shape().sizes()) {
                shape.add(Math.toIntExact(size));
            }
            return shape;
        }
        throw new IllegalArgumentException(spec.title() + " does not know how large its states are");
    }
}
