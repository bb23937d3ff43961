package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * Random numbers. Each element is a hash of the seed (an int32 scalar, the only operand), the stream and its index: no state, and the same
 * seed gives the same bits.
 *
 * @param distribution of each element
 * @param shape of the array
 * @param stream tells the draws of one program apart
 * @param first the index of the first element: not 0 in an array that is a part of a larger one
 */
public record RandomNumbers(Distribution distribution, List<Integer> shape, int stream, int first) implements Op {

    /** What is drawn. */
    public enum Distribution {
        /** From 0 to 1, both excluded: multiples of 2^-24, moved by half of that, and rounded to float32. */
        UNIFORM,
        /** Of mean 0 and deviation 1; not further from 0 than 5.5. */
        NORMAL
    }

    /** Copies the shape. */
    public RandomNumbers {
        shape = List.copyOf(shape);
    }

    /** A whole array. */
    public RandomNumbers(Distribution distribution, List<Integer> shape, int stream) {
        this(distribution, shape, stream, 0);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.same(this, ArrayType.int32(), inputs.get(0));
        return List.of(new ArrayType(DType.FLOAT32, shape));
    }
}
