package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Power;
import dev.plumb.ops.op.Select;

/** Gradients of what works on each element by itself. */
final class ElementGradients {

    private ElementGradients() {}

    static void elementwise(Elementwise op, Differentiation step) {
        ElementFunction function = op.function();
        if (function.isPiecewiseConstant()) {
            return;
        }
        Var gradient = step.gradient(0);
        Var through = function.differentiatedThroughOutput() ? step.output(0) : step.input(0);
        step.add(
                0,
                switch (function) {
                    case LINEAR -> gradient.times(op.alpha());
                    case SIN -> gradient.times(through.cos());
                    case COS -> gradient.times(through.sin()).negated();
                    case ERF ->
                        gradient.times(through.square().negated().exp()).times((float) (2 / Math.sqrt(Math.PI)));
                    case LOG -> gradient.dividedBy(through);
                    case LOG1P -> gradient.dividedBy(through.plus(1));
                    case EXPM1 -> gradient.times(through.plus(1));
                    default -> through.apply(new ElementwiseBackward(op), gradient);
                });
    }

    /** A selection of the gradient, not a product: what is infinite in the one branch leaves the other alone. */
    static void select(Select op, Differentiation step) {
        Var condition = step.input(0);
        Var gradient = step.gradient(0);
        Var none = gradient.recorder().fill(gradient.type(), 0);
        if (step.wanted(1)) {
            step.add(1, condition.apply(op, gradient, none));
        }
        if (step.wanted(2)) {
            step.add(2, condition.apply(op, none, gradient));
        }
    }

    /** The derivatives b a^(b-1), which is 0 for an exponent of 0, and a^b ln(a), which is 0 for a base of 0. */
    static void power(Power op, Differentiation step) {
        Var base = step.input(0);
        Var exponent = step.input(1);
        Var gradient = step.gradient(0);
        Var zero = base.recorder().fill(base.type(), 0);
        Var one = base.recorder().fill(base.type(), 1);
        if (step.wanted(0)) {
            Var isZero = exponent.equalTo(zero);
            Var lower = isZero.apply(new Select(), one, exponent.minus(1));
            Var slope = exponent.times(base.apply(op, lower));
            step.add(0, gradient.times(isZero.apply(new Select(), zero, slope)));
        }
        if (step.wanted(1)) {
            Var logarithm = base.equalTo(zero).apply(new Select(), one, base).log();
            step.add(1, gradient.times(step.output(0)).times(logarithm));
        }
    }
}
