package dev.plumb.onnx.write;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * A size of an array, or another whole number of an op, that may follow from the sizes of the inputs.
 *
 * @param samples what it is in each sample of a {@link SampledProgram}
 */
record VaryingSize(List<Integer> samples) {
    VaryingSize {
        samples = List.copyOf(samples);
    }

    /** Whether it is the same whatever the inputs are. */
    boolean isKnown() {
        return samples.stream().distinct().count() == 1;
    }

    /** The size, if it is known: else that of the first sample. */
    int known() {
        return samples.get(0);
    }

    /** Whether it is this number in each sample. */
    boolean is(int number) {
        return isKnown() && known() == number;
    }

    /** Made of two, sample by sample. */
    VaryingSize with(VaryingSize other, IntBinaryOperator function) {
        return new VaryingSize(IntStream.range(0, samples.size())
                .map(sample -> function.applyAsInt(samples.get(sample), other.samples.get(sample)))
                .boxed()
                .toList());
    }

    /** The same number in as many samples. */
    VaryingSize constant(int number) {
        return new VaryingSize(samples.stream().map(sample -> number).toList());
    }
}
