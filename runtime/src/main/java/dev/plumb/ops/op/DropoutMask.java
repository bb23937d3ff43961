package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * 0 with probability {@code rate}, else {@code 1 / (1 - rate)}. Each element is a hash of the seed (an int32 scalar, the
 * only operand), the stream and its index: no state, and the same seed gives the same bits.
 *
 * @param rate probability of 0, in [0, 1)
 * @param shape of the mask
 * @param stream tells the masks of one program apart
 * @param first the index of the first element: not 0 in a mask that is a part of a larger one
 */
public record DropoutMask(float rate, List<Integer> shape, int stream, int first) implements Op {

    /** Throws {@link IllegalArgumentException} if the rate is outside of [0, 1). */
    public DropoutMask {
        shape = List.copyOf(shape);
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("DropoutMask needs a rate in [0, 1), got " + rate);
        }
    }

    /** A whole mask. */
    public DropoutMask(float rate, List<Integer> shape, int stream) {
        this(rate, shape, stream, 0);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.same(this, ArrayType.int32(), inputs.get(0));
        return List.of(new ArrayType(DType.FLOAT32, shape));
    }
}
