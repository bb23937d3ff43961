package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One example of a data set: what it has for each input and for each target, in the order of the data set's structures.
 *
 * @param weights how much it counts, for each target, or none where all count alike: () or, for steps in time, (time)
 */
public record Example(List<Values> inputs, List<Values> targets, List<Values> weights) {
    public Example {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        weights = List.copyOf(weights);
        if (!weights.isEmpty() && weights.size() != targets.size()) {
            throw new InputException("an example has " + targets.size() + " targets and " + weights.size()
                    + " weights: expected a weight for each target, or none");
        }
    }

    /** An example of several inputs and targets that counts as all others. */
    public static Example of(List<Values> inputs, List<Values> targets) {
        return new Example(inputs, targets, List.of());
    }

    /** An example of one input and one target. */
    public static Example of(Values input, Values target) {
        return of(List.of(input), List.of(target));
    }

    /** The first input. */
    public Values input() {
        return inputs.get(0);
    }

    /** The first target. */
    public Values target() {
        return targets.get(0);
    }

    /** The same with another first input. */
    public Example withInput(Values input) {
        return withInput(0, input);
    }

    /** The same with another input. */
    public Example withInput(int index, Values input) {
        return new Example(changed(inputs, index, input), targets, weights);
    }

    /** The same with another target. */
    public Example withTarget(int index, Values target) {
        return new Example(inputs, changed(targets, index, target), weights);
    }

    /** The same with a weight for all targets. */
    public Example weighted(double weight) {
        return new Example(inputs, targets, Collections.nCopies(targets.size(), Values.number(weight)));
    }

    private static List<Values> changed(List<Values> values, int index, Values value) {
        List<Values> changed = new ArrayList<>(values);
        changed.set(index, value);
        return changed;
    }
}
