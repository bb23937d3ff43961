package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.Binary;

/** Gradients of functions of two arrays; operands that were broadcast get sums. */
final class BinaryGradients {

    private BinaryGradients() {}

    static void apply(Binary op, Differentiation step) {
        Var left = step.input(0);
        Var right = step.input(1);
        Var gradient = step.gradient(0);
        switch (op.function()) {
            case ADD -> {
                step.addReduced(0, gradient);
                step.addReduced(1, gradient);
            }
            case SUBTRACT -> {
                step.addReduced(0, gradient);
                if (step.wanted(1)) {
                    step.addReduced(1, gradient.negated());
                }
            }
            case MULTIPLY -> {
                if (step.wanted(0)) {
                    step.addReduced(0, gradient.times(right));
                }
                if (step.wanted(1)) {
                    step.addReduced(1, gradient.times(left));
                }
            }
            case DIVIDE -> {
                // d(a/b) = da/b - db (a/b)/b
                Var scaled = gradient.dividedBy(right);
                step.addReduced(0, scaled);
                if (step.wanted(1)) {
                    step.addReduced(1, scaled.times(step.output(0)).negated());
                }
            }
            case MAXIMUM -> split(step, gradient, left.greaterOrEqual(right));
            case MINIMUM -> split(step, gradient, right.greaterOrEqual(left));
            // A comparison is flat wherever it has a derivative.
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL -> {}
        }
    }

    /** All of the gradient to the operand that won; of equals, to the left one. */
    private static void split(Differentiation step, Var gradient, Var leftWins) {
        step.addReduced(0, gradient.times(leftWins));
        step.addReduced(1, gradient.times(leftWins.linear(-1, 1)));
    }
}
