package dev.plumb.train;

import dev.plumb.graph.problem.Similar;
import dev.plumb.ops.Var;
import java.util.Map;

/**
 * What a {@link ModelLoss} is of: all that a model was given and gives for a batch, by names; each with the axis of examples first.
 *
 * @param inputs of the model; none of a model in code
 * @param outputs of the model, trained or not; of a model in code those that have a loss
 * @param targets of the outputs that have a loss, by the names of these
 */
public record BatchValues(Map<String, Var> inputs, Map<String, Var> outputs, Map<String, Var> targets) {
    public BatchValues {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
        targets = Map.copyOf(targets);
    }

    /**
     * An input of the model.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists the names, here and below
     */
    public Var input(String name) {
        return get("input", inputs, name);
    }

    /** An output of the model. */
    public Var output(String name) {
        return get("output", outputs, name);
    }

    /** The target of an output that has a loss of its own. */
    public Var target(String output) {
        return get("target", targets, output);
    }

    private static Var get(String what, Map<String, Var> values, String name) {
        Var value = values.get(name);
        if (value == null) {
            String hint = Similar.hint(name, values.keySet());
            throw new IllegalArgumentException("there is no " + what + " '" + name + "'"
                    + (hint.isEmpty() ? ", there are " + values.keySet().stream().sorted().toList() : hint));
        }
        return value;
    }
}
