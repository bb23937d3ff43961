package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Cross-correlation of [batch, spatial…, channels] with weights [spatial…, channels/groups, filters] (Keras' layout) to
 * [batch, spatial…, filters].
 *
 * @param window strides, dilations and padding
 * @param groups group j reads the j-th slice of the channels and writes the j-th slice of the filters
 */
public record Convolution(Window window, int groups) implements Op {

    /** Throws {@link IllegalArgumentException} if there is no group. */
    public Convolution {
        if (groups < 1) {
            throw new IllegalArgumentException("Convolution needs at least one group, got " + groups);
        }
    }

    /** The same from plain lists; {@code groups} as above. */
    public Convolution(
            List<Integer> strides,
            List<Integer> dilations,
            List<Integer> padBefore,
            List<Integer> padAfter,
            int groups) {
        this(new Window(strides, dilations, padBefore, padAfter), groups);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.factors(this, inputs);
        return List.of(output(this, inputs.get(0), inputs.get(1), window, groups));
    }

    static ArrayType output(Op op, ArrayType source, ArrayType weights, Window window, int groups) {
        int spatial = window.spatialRank();
        Operands.check(
                op,
                source.rank() == spatial + 2 && weights.rank() == spatial + 2,
                () -> "with " + spatial + " spatial axes needs rank " + (spatial + 2) + ", got " + source
                        + " and weights " + weights);
        Operands.check(
                op,
                source.size(-1) == weights.size(-2) * groups,
                () -> "weights " + weights + " with " + groups + " groups do not fit the channels of " + source);
        Operands.check(
                op, weights.size(-1) % groups == 0, () -> weights.size(-1) + " filters do not divide into " + groups);
        List<Integer> shape = new ArrayList<>();
        shape.add(source.size(0));
        for (int axis = 0; axis < spatial; axis++) {
            int size = window.outputSize(axis, source.size(axis + 1), weights.size(axis));
            Operands.check(op, size >= 1, () -> "weights " + weights + " are larger than the padded input " + source);
            shape.add(size);
        }
        shape.add(weights.size(-1));
        return source.withWidth(NumberWidth.FULL).withShape(shape);
    }
}
