package dev.plumb.ops;

import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.LinearRecurrence;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Softmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What goes over axes. Reductions take any axes, all of them if none is named; the axes disappear, or stay with size 1 where dimensions are
 * kept.
 */
public sealed interface ReductionOps permits Var {

    private Var self() {
        return (Var) this;
    }

    /** Any reduction. */
    default Var reduce(Reduce.Function function, boolean keepDimensions, int... axes) {
        String name = function.name().toLowerCase(java.util.Locale.ROOT);
        List<Integer> which =
                Arrays.stream(Require.axes(name, self(), axes)).boxed().toList();
        return self().apply(new Reduce(function, which, keepDimensions));
    }

    default Var sum(int... axes) {
        return sum(false, axes);
    }

    default Var sum(boolean keepDimensions, int... axes) {
        return reduce(Reduce.Function.SUM, keepDimensions, axes);
    }

    default Var mean(int... axes) {
        return mean(false, axes);
    }

    default Var mean(boolean keepDimensions, int... axes) {
        return reduce(Reduce.Function.MEAN, keepDimensions, axes);
    }

    /** The largest; equals share the gradient. */
    default Var max(int... axes) {
        return max(false, axes);
    }

    /** The largest; equals share the gradient. */
    default Var max(boolean keepDimensions, int... axes) {
        return reduce(Reduce.Function.MAX, keepDimensions, axes);
    }

    /** The smallest; equals share the gradient. */
    default Var min(int... axes) {
        return min(false, axes);
    }

    /** The smallest; equals share the gradient. */
    default Var min(boolean keepDimensions, int... axes) {
        return reduce(Reduce.Function.MIN, keepDimensions, axes);
    }

    /** The product; its gradient is right for elements that are 0, too. */
    default Var product(int... axes) {
        return product(false, axes);
    }

    /** The product; its gradient is right for elements that are 0, too. */
    default Var product(boolean keepDimensions, int... axes) {
        int[] which = Require.axes("product", self(), axes);
        Var last = Axes.joinedLast(self(), which).cumulativeProduct(-1).get(-1, -1);
        return keepDimensions ? last.reshape(Axes.kept(self(), which)) : last;
    }

    /** Mean square distance from the mean: divided by the number of elements, as in NumPy. */
    default Var variance(int... axes) {
        return variance(false, axes);
    }

    /** Mean square distance from the mean: divided by the number of elements, as in NumPy. */
    default Var variance(boolean keepDimensions, int... axes) {
        return self().minus(mean(true, axes)).square().mean(keepDimensions, axes);
    }

    /** Root of the variance; the gradient of a variance of 0 is NaN. */
    default Var standardDeviation(int... axes) {
        return standardDeviation(false, axes);
    }

    /** Root of the variance; the gradient of a variance of 0 is NaN. */
    default Var standardDeviation(boolean keepDimensions, int... axes) {
        return variance(keepDimensions, axes).sqrt();
    }

    /** {@code ln(sum(e^x))} without overflow. */
    default Var logSumExp(int... axes) {
        return logSumExp(false, axes);
    }

    /** {@code ln(sum(e^x))} without overflow. */
    default Var logSumExp(boolean keepDimensions, int... axes) {
        // Clipped, because infinity minus infinity is no number.
        Var largest = self().max(true, axes).stopGradient().clip(-Float.MAX_VALUE, Float.MAX_VALUE);
        Var sum = self().minus(largest).exp().sum(keepDimensions, axes);
        return sum.log().plus(largest.reshape(sum.shape()));
    }

    /** Root of the sum of squares; the gradient of a norm of 0 is NaN. */
    default Var norm(int... axes) {
        return norm(false, axes);
    }

    /** Root of the sum of squares; the gradient of a norm of 0 is NaN. */
    default Var norm(boolean keepDimensions, int... axes) {
        return self().square().sum(keepDimensions, axes).sqrt();
    }

    // Along one axis; the shape stays.

    default Var softmax(int axis) {
        return self().apply(new Softmax(Require.axis("softmax", self(), axis), false));
    }

    /** The logarithm of the softmax, exact where that is 0 or 1. */
    default Var logSoftmax(int axis) {
        return self().apply(new Softmax(Require.axis("logSoftmax", self(), axis), true));
    }

    /** Each element and all before it, added. */
    default Var cumulativeSum(int axis) {
        Var ones = self().recorder().fill(self().type(), 1);
        return self().linearRecurrence(ones, Require.axis("cumulativeSum", self(), axis));
    }

    /** Each element and all before it, multiplied; the gradient is right for elements that are 0, too. */
    default Var cumulativeProduct(int axis) {
        int along = Require.axis("cumulativeProduct", self(), axis);
        int size = self().size(along);
        List<Integer> none = new ArrayList<>(java.util.Collections.nCopies(self().rank(), 0));
        List<Integer> rest = new ArrayList<>(none);
        rest.set(along, size - 1);
        Var first = self().slice(along, 0, 1);
        return (size == 1 ? first : first.pad(none, rest, 0)).linearRecurrence(self(), along);
    }

    /** {@code h[t] = factor[t] h[t-1] + x[t]} along an axis, from {@code h[0] = x[0]}; the factors broadcast to this. */
    default Var linearRecurrence(Var factors, int axis) {
        int along = Require.axis("linearRecurrence", self(), axis);
        return factors.broadcastTo(self().shape()).apply(new LinearRecurrence(along, false), self());
    }

    // Indices: int32, without a gradient.

    /** Index of the largest element of each last axis, the first of equals. */
    default Var argMax() {
        return self().apply(new ArgMax());
    }

    /** Index of the largest element along an axis, the first of equals; the axis disappears. */
    default Var argMax(int axis) {
        return Axes.last("argMax", self(), axis).argMax();
    }

    /** Index of the smallest element along an axis, the first of equals; the axis disappears. */
    default Var argMin(int axis) {
        return Axes.last("argMin", self(), axis).negated().argMax();
    }
}
