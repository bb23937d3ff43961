package dev.plumb.layer;

import dev.plumb.dsl.layer.RNNLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Cells in code, laid out step by step: a plan knows how many steps there are. */
final class CellLayers {
    private CellLayers() {}

    static List<Var> rnn(RNNLayer spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        int time = x.size(1);
        InnerContext inner = new InnerContext(context, "", Optional.empty());
        Optional<Var> mask =
                RecurrentLayers.mask(context, inputs).map(valid -> Masks.over(valid, List.of(x.size(0), time)));
        List<Var> states = inputs.subList(1, inputs.size());
        List<Var> outputs = new ArrayList<>();
        for (int read = 0; read < time; read++) {
            int at = spec.goBackwards() ? time - 1 - read : read;
            Var step = x.get(1, at);
            if (states.isEmpty()) {
                states = zeros(spec, step);
            }
            List<Var> taken = new ArrayList<>(List.of(step));
            taken.addAll(states);
            List<Var> made = Lowerings.lower(spec.cell(), inner, taken);
            List<Var> next = made.subList(made.size() - states.size(), made.size());
            Var output = made.get(0);
            if (mask.isPresent()) {
                Var valid = mask.get().get(1, at);
                // As in Keras the output of a masked step is the one before it, which first is 0 also where the state
                // is
                // not.
                Var last = outputs.isEmpty() ? output.fillLike(0) : outputs.get(outputs.size() - 1);
                output = chosen(valid, output, last);
                List<Var> kept = new ArrayList<>();
                for (int i = 0; i < next.size(); i++) {
                    kept.add(chosen(valid, next.get(i), states.get(i)));
                }
                next = kept;
            }
            states = next;
            outputs.add(output);
        }
        inner.assignMoved();
        List<Var> results = new ArrayList<>();
        results.add(spec.returnSequences() ? Var.stack(1, outputs) : outputs.get(time - 1));
        if (spec.returnState()) {
            results.addAll(states);
        }
        return results;
    }

    private static List<Var> zeros(RNNLayer spec, Var step) {
        List<Var> zeros = new ArrayList<>();
        Inference inputs = spec.cell().inputsFrom(CodeLowering.type(step));
        if (!(inputs instanceof Inference.Types types)) {
            throw new IllegalArgumentException(spec.title() + " does not know how large its states are");
        }
        for (TensorType state : types.outputs().subList(1, 1 + spec.states())) {
            List<Integer> shape = new ArrayList<>(List.of(step.size(0)));
            for (long size : state.shape().sizes()) {
                shape.add(Math.toIntExact(size));
            }
            zeros.add(step.recorder().fill(new ArrayType(state.dtype(), shape), 0));
        }
        return zeros;
    }

    private static Var chosen(Var valid, Var made, Var before) {
        List<Integer> shape = new ArrayList<>(Collections.nCopies(made.rank(), 1));
        shape.set(0, made.size(0));
        return made.where(valid.reshape(shape), before);
    }
}
