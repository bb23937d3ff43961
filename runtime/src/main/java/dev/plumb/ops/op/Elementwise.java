package dev.plumb.ops.op;

import java.util.List;

/**
 * One function of each element; any shape.
 *
 * @param function what to compute
 * @param alpha the function's {@code a}
 * @param beta the function's {@code b}
 */
public record Elementwise(ElementFunction function, float alpha, float beta) implements Op {

    /** Throws {@link IllegalArgumentException} for a negative slope, whose gradient the output cannot tell. */
    public Elementwise {
        if (alpha < 0 && (function == ElementFunction.RELU || function == ElementFunction.ELU)) {
            throw new IllegalArgumentException(function + " needs alpha >= 0, got " + alpha);
        }
    }

    /** A function without parameters. */
    public static Elementwise of(ElementFunction function) {
        return switch (function) {
            case SWISH, SOFT_RELU, ELU -> new Elementwise(function, 1, 0);
            default -> new Elementwise(function, 0, 0);
        };
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        return inputs;
    }

    @Override
    public String title() {
        return label() + " " + function;
    }
}
