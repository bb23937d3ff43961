package dev.plumb.ops.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Elementwise same
                && function == same.function
                && Float.compare(alpha, same.alpha) == 0
                && Float.compare(beta, same.beta) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * function.hashCode() + Float.hashCode(alpha)) + Float.hashCode(beta);
    }

    /** A function without parameters. */
    public static Elementwise of(ElementFunction function) {
        return switch (function) {
            case SWISH, SOFT_RELU, ELU -> new Elementwise(function, 1, 0);
            default -> new Elementwise(function, 0, 0);
        };
    }

    /** Whether it is a ReLU without a slope below 0. */
    public boolean isPlainRelu() {
        return function == ElementFunction.RELU && alpha == 0;
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
