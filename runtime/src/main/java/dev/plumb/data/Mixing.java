package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A way to mix the examples of a batch with each other. */
interface Mixing {
    /** How it is called in messages. */
    String name();

    /**
     * The batch, each example mixed with another of it, or with itself.
     *
     * @param inputs the names of the inputs, for messages
     */
    List<Example> mixed(List<Example> batch, List<String> inputs, SplittableRandom random);

    /** Which example each one is mixed with: a permutation, all of them equally likely. */
    static int[] permutation(int size, SplittableRandom random) {
        int[] others = new int[size];
        for (int i = 0; i < size; i++) {
            int before = random.nextInt(i + 1);
            others[i] = others[before];
            others[before] = i;
        }
        return others;
    }

    /** Numbers of one and of another, each as a mixture of both, as float32. */
    static Values mixed(Values own, Values other, double share) {
        float[] numbers = new float[own.size()];
        float ours = (float) share;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ours * own.numberAt(i) + (1 - ours) * other.numberAt(i);
        }
        return Values.floats(numbers).shaped(own.shape());
    }

    /** The same of each in a list. */
    static List<Values> mixed(List<Values> own, List<Values> others, double share) {
        List<Values> mixed = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            mixed.add(mixed(own.get(i), others.get(i), share));
        }
        return mixed;
    }

    /** Requires numbers of one shape that may lie between two others. */
    static void requireMixable(String name, String input, Values own, Values other) {
        if (own.isStrings() || own.isInts()) {
            throw new InputException(name + "(…) mixes inputs of float32 numbers, and input '" + input + "' has " + own
                    + (own.isInts()
                            ? ": where these are no ids but amounts, such as pixels, map(example -> example.withInput("
                                    + "example.input().map(x -> x))) in front makes them float32"
                            : ""));
        }
        if (!own.hasShape(other)) {
            throw new InputException(name + "(…) mixes examples of one shape, and those of a batch have "
                    + Values.text(own.shape()) + " and " + Values.text(other.shape()) + " for input '" + input
                    + "': padded(LengthBuckets.of(\"" + input + "\", …)) in front makes it so");
        }
    }
}
