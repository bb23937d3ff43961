package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.Arrays;
import java.util.List;

/**
 * Whole numbers that follow from sizes which may vary: what {@code Shape} gives, and what is made of it.
 *
 * @param isScalar whether it is one number, and no list of one
 */
record Sizes(List<Dim> numbers, boolean isScalar) implements Operand {
    Sizes {
        numbers = List.copyOf(numbers);
    }

    /** A constant list, or number, as sizes. */
    static Sizes of(Operand operand) throws Unreadable {
        if (operand instanceof Sizes sizes) {
            return sizes;
        }
        if (operand instanceof Constant constant && constant.rank() <= 1) {
            long[] values = constant.wholes();
            return new Sizes(Arrays.stream(values).mapToObj(Dim::of).toList(), constant.rank() == 0);
        }
        throw new Unreadable("it computes a size of something that is no size");
    }

    /** As a constant, if all numbers are known. */
    Operand simplest() {
        if (!numbers.stream().allMatch(Dim::isKnown)) {
            return this;
        }
        long[] values = numbers.stream().mapToLong(Dim::size).toArray();
        return Constant.of(values, isScalar ? new int[0] : new int[] {values.length});
    }
}
