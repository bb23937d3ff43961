package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * What an array is in each part of a divided batch: operand of any shape, result [count, …], by the order of the parts. It ends a stage of the program: no part goes on before
 * all have given theirs. A plan that runs by itself knows its own row only.
 *
 * @param index which part runs this, from 0
 * @param count how many there are
 */
public record AllGather(int index, int count) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        Operands.check(
                this, index >= 0 && index < count, () -> "part " + index + " does not exist among " + count + " parts");
        List<Integer> shape = new ArrayList<>(List.of(count));
        shape.addAll(inputs.get(0).shape());
        return List.of(inputs.get(0).withShape(shape));
    }
}
