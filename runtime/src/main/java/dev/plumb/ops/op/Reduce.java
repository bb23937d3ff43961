package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Sum, mean or extreme over some axes.
 *
 * @param function what to compute
 * @param axes which axes, ascending; an empty list is an identity
 * @param keepDimensions whether the reduced axes stay with size 1
 */
public record Reduce(Function function, List<Integer> axes, boolean keepDimensions) implements Op {

    /** What the elements are reduced to. */
    public enum Function {
        SUM,
        MEAN,
        MAX,
        MIN
    }

    /** Sorts the axes. */
    public Reduce {
        axes = axes.stream().distinct().sorted().toList();
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        for (int axis : axes) {
            Operands.check(
                    this, axis >= 0 && axis < source.rank(), () -> "axis " + axis + " does not exist in " + source);
        }
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < source.rank(); axis++) {
            if (!axes.contains(axis)) {
                shape.add(source.size(axis));
            } else if (keepDimensions) {
                shape.add(1);
            }
        }
        return List.of(source.withShape(shape));
    }

    @Override
    public String title() {
        return label() + " " + function;
    }
}
