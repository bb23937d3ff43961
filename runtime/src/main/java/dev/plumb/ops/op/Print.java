package dev.plumb.ops.op;

import java.util.List;

/**
 * The same array, printed whenever it is computed. It stays in a program even if nobody reads the result.
 *
 * @param name what to call it
 */
public record Print(String name) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        return inputs;
    }
}
