package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Inputs and targets of two examples, mixed by a share of a beta distribution, see {@link Dataset#mixUp}. */
record MixUp(double alpha) implements Mixing {
    MixUp {
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new InputException("alpha of mixUp(…) must be above 0, found " + alpha
                    + ": 0.2 leaves most examples almost as they are, 1 makes all shares equally likely");
        }
    }

    @Override
    public String name() {
        return "mixUp";
    }

    @Override
    public List<Example> mixed(List<Example> batch, List<String> inputs, SplittableRandom random) {
        int[] others = Mixing.permutation(batch.size(), random);
        double[] shares = new BetaNumbers(alpha, random).next(batch.size());
        return mixed(batch, inputs, others, shares);
    }

    /**
     * The batch mixed by numbers that are known.
     *
     * @param others which one each example is mixed with
     * @param shares how much of each is itself
     */
    List<Example> mixed(List<Example> batch, List<String> inputs, int[] others, double[] shares) {
        List<Example> mixed = new ArrayList<>();
        for (int i = 0; i < others.length; i++) {
            Example own = batch.get(i);
            Example other = batch.get(others[i]);
            for (int input = 0; input < inputs.size(); input++) {
                Mixing.requireMixable(
                        name(),
                        inputs.get(input),
                        own.inputs().get(input),
                        other.inputs().get(input));
            }
            mixed.add(new Example(
                    Mixing.mixed(own.inputs(), other.inputs(), shares[i]),
                    Mixing.mixed(own.targets(), other.targets(), shares[i]),
                    Mixing.mixed(own.weights(), other.weights(), shares[i])));
        }
        return mixed;
    }
}
