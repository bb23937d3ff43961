package dev.plumb.layer;

import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A recurrent layer that reads a few new steps, from the states after the earlier ones. */
public final class CarriedStates {
    private CarriedStates() {}

    /** Where states lie between two runs. */
    public interface States {

        /** A state by its name, (batch, size), as the last run left it. */
        Var state(String name, int size);
    }

    /**
     * The outputs of the layer for new steps.
     *
     * @param x the steps: (batch, new steps, features)
     * @param assign is given each state and its value after the new steps
     */
    public static List<Var> lower(
            RecurrentSpec spec, LayerContext context, Var x, States states, BiConsumer<Var, Var> assign) {
        List<Var> inputs = new ArrayList<>(List.of(x));
        spec.stateNames().forEach(name -> inputs.add(states.state(name, spec.units())));
        Reading reading = RecurrentLayers.read(spec, context, inputs);
        for (int i = 1; i < inputs.size(); i++) {
            assign.accept(inputs.get(i), reading.states().get(i - 1));
        }
        return List.of(reading.sequence());
    }
}
