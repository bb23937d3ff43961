package dev.plumb.ops;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Cast;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.GatherRows;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.PickLast;
import dev.plumb.ops.op.PlaceLast;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Handle of an array that a recorder knows. Its methods record ops; each throws {@link IllegalArgumentException} if the op
 * does not apply. Axes may be negative (from the end).
 *
 * @param recorder that made it
 * @param id within the recorder
 * @param type element type and shape
 */
public record Var(Recorder recorder, int id, ArrayType type) {

    /** Size of each axis. */
    public List<Integer> shape() {
        return type.shape();
    }

    /** Number of axes. */
    public int rank() {
        return type.rank();
    }

    /** Size of one axis. */
    public int size(int axis) {
        return type.size(axis);
    }

    /** Records an op with one result whose first operand is this. */
    public Var apply(Op op, Var... others) {
        return applyAll(op, others).get(0);
    }

    /** Records an op whose first operand is this. */
    public List<Var> applyAll(Op op, Var... others) {
        List<Var> operands = new ArrayList<>();
        operands.add(this);
        operands.addAll(Arrays.asList(others));
        return recorder.record(op, operands);
    }

    // Arithmetic, with broadcasting.

    public Var plus(Var other) {
        return binary(BinaryFunction.ADD, other);
    }

    public Var minus(Var other) {
        return binary(BinaryFunction.SUBTRACT, other);
    }

    public Var times(Var other) {
        return binary(BinaryFunction.MULTIPLY, other);
    }

    public Var dividedBy(Var other) {
        return binary(BinaryFunction.DIVIDE, other);
    }

    public Var maximum(Var other) {
        return binary(BinaryFunction.MAXIMUM, other);
    }

    public Var minimum(Var other) {
        return binary(BinaryFunction.MINIMUM, other);
    }

    /** 1 where this is greater, else 0. */
    public Var greater(Var other) {
        return binary(BinaryFunction.GREATER, other);
    }

    /** 1 where this is greater or equal, else 0. */
    public Var greaterOrEqual(Var other) {
        return binary(BinaryFunction.GREATER_OR_EQUAL, other);
    }

    /** 1 where this is less, else 0. */
    public Var less(Var other) {
        return binary(BinaryFunction.LESS, other);
    }

    /** 1 where both are equal, else 0. */
    public Var equalTo(Var other) {
        return binary(BinaryFunction.EQUAL, other);
    }

    /** Any function of two arrays. */
    public Var binary(BinaryFunction function, Var other) {
        return apply(new Binary(function), other);
    }

    public Var plus(float number) {
        return linear(1, number);
    }

    public Var minus(float number) {
        return linear(1, -number);
    }

    public Var times(float number) {
        return linear(number, 0);
    }

    public Var dividedBy(float number) {
        return linear(1 / number, 0);
    }

    public Var maximum(float number) {
        return maximum(recorder.constant(number));
    }

    public Var minimum(float number) {
        return minimum(recorder.constant(number));
    }

    /** 1 where this is greater than the number, else 0. */
    public Var greater(float number) {
        return greater(recorder.constant(number));
    }

    /** 1 where this is at least the number, else 0. */
    public Var greaterOrEqual(float number) {
        return greaterOrEqual(recorder.constant(number));
    }

    /** 1 where this is less than the number, else 0. */
    public Var less(float number) {
        return less(recorder.constant(number));
    }

    /** 1 where this is the number, else 0. */
    public Var equalTo(float number) {
        return equalTo(recorder.constant(number));
    }

    // Functions of each element.

    /** {@code scale x + offset}. */
    public Var linear(float scale, float offset) {
        return apply(new Elementwise(ElementFunction.LINEAR, scale, offset));
    }

    public Var negated() {
        return linear(-1, 0);
    }

    public Var relu() {
        return relu(0);
    }

    /** {@code x > 0 ? x : negativeSlope x}. */
    public Var relu(float negativeSlope) {
        return apply(new Elementwise(ElementFunction.RELU, negativeSlope, 0));
    }

    public Var tanh() {
        return elementwise(ElementFunction.TANH);
    }

    /** {@code 1 / (1 + e^-x)}. */
    public Var logistic() {
        return elementwise(ElementFunction.LOGISTIC);
    }

    public Var exp() {
        return elementwise(ElementFunction.EXP);
    }

    public Var log() {
        return elementwise(ElementFunction.LOG);
    }

    public Var sqrt() {
        return elementwise(ElementFunction.SQRT);
    }

    public Var square() {
        return elementwise(ElementFunction.SQUARE);
    }

    public Var abs() {
        return elementwise(ElementFunction.ABS);
    }

    public Var sign() {
        return elementwise(ElementFunction.SIGN);
    }

    public Var floor() {
        return elementwise(ElementFunction.FLOOR);
    }

    /** {@code x^exponent}. */
    public Var pow(float exponent) {
        return apply(new Elementwise(ElementFunction.POW, 1, exponent));
    }

    /** {@code min(max(x, low), high)}. */
    public Var clip(float low, float high) {
        return apply(new Elementwise(ElementFunction.CLIP, low, high));
    }

    /** {@code x > 0 ? x : alpha (e^x - 1)}. */
    public Var elu(float alpha) {
        return apply(new Elementwise(ElementFunction.ELU, alpha, 0));
    }

    /** {@code ln(1 + e^x)}. */
    public Var softplus() {
        return elementwise(ElementFunction.SOFT_RELU);
    }

    /** {@code x logistic(x)}. */
    public Var swish() {
        return elementwise(ElementFunction.SWISH);
    }

    /** A function with its usual parameters. */
    public Var elementwise(ElementFunction function) {
        return apply(Elementwise.of(function));
    }

    // Contractions, reductions, softmax.

    /** Matrix product; see {@link MatMul}. */
    public Var matmul(Var other) {
        return matmul(other, false, false);
    }

    /** Matrix product with either side's last two axes swapped; see {@link MatMul}. */
    public Var matmul(Var other, boolean transposeThis, boolean transposeOther) {
        return apply(new MatMul(transposeThis, transposeOther), other);
    }

    /** Sum over the axes, or over all if none is named; they disappear. */
    public Var sum(int... axes) {
        return reduce(Reduce.Function.SUM, false, axes);
    }

    /** Mean over the axes, or over all if none is named; they disappear. */
    public Var mean(int... axes) {
        return reduce(Reduce.Function.MEAN, false, axes);
    }

    /** Largest over the axes, or over all if none is named; they disappear. */
    public Var max(int... axes) {
        return reduce(Reduce.Function.MAX, false, axes);
    }

    /** Smallest over the axes, or over all if none is named; they disappear. */
    public Var min(int... axes) {
        return reduce(Reduce.Function.MIN, false, axes);
    }

    /** Any reduction over the axes, or over all if none is named. */
    public Var reduce(Reduce.Function function, boolean keepDimensions, int... axes) {
        List<Integer> which = new ArrayList<>();
        for (int axis : axes) {
            which.add(type.axis(axis));
        }
        for (int axis = 0; axes.length == 0 && axis < rank(); axis++) {
            which.add(axis);
        }
        return apply(new Reduce(function, which, keepDimensions));
    }

    public Var softmax(int axis) {
        return apply(new Softmax(type.axis(axis), false));
    }

    public Var logSoftmax(int axis) {
        return apply(new Softmax(type.axis(axis), true));
    }

    // Shape and selection.

    public Var reshape(Integer... shape) {
        return reshape(List.of(shape));
    }

    /** The same elements under another shape. */
    public Var reshape(List<Integer> shape) {
        return shape.equals(shape()) ? this : apply(new Reshape(shape));
    }

    /** Axis i of the result is axis {@code permutation[i]} of this. */
    public Var transpose(Integer... permutation) {
        return apply(new Transpose(List.of(permutation)));
    }

    /** Repeats this to a larger shape. */
    public Var broadcastTo(List<Integer> shape) {
        return shape.equals(shape()) ? this : apply(new Broadcast(shape));
    }

    /** A box out of this. */
    public Var slice(List<Integer> begin, List<Integer> size) {
        return apply(new Slice(begin, size));
    }

    /** The indices {@code begin} to {@code begin + size - 1} of one axis, all of the others. */
    public Var slice(int axis, int begin, int size) {
        List<Integer> begins = new ArrayList<>(Collections.nCopies(rank(), 0));
        begins.set(type.axis(axis), begin);
        return slice(begins, type.withSize(axis, size).shape());
    }

    /** Surrounds this with a constant. */
    public Var pad(List<Integer> before, List<Integer> after, float value) {
        return apply(new Pad(before, after, value));
    }

    /** Joins this and others along an axis. */
    public Var concatenate(int axis, Var... others) {
        return apply(new Concatenate(type.axis(axis)), others);
    }

    /** All of these, of which there is at least one, joined along an axis. */
    public static Var concatenated(int axis, List<Var> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : parts.get(0).concatenate(axis, parts.subList(1, parts.size()).toArray(Var[]::new));
    }

    /** The rows of this table that the int32 ids name. */
    public Var gatherRows(Var ids) {
        return apply(new GatherRows(), ids);
    }

    /** The element of each last axis that the int32 index names. */
    public Var pickLast(Var index) {
        return apply(new PickLast(), index);
    }

    /** Zeros but for this at the int32 index of a new last axis. */
    public Var placeLast(Var index, int size) {
        return apply(new PlaceLast(size), index);
    }

    /** Index of the largest element of each last axis. */
    public Var argMax() {
        return apply(new ArgMax());
    }

    /** This in another element type. */
    public Var cast(DType dtype) {
        return dtype == type.dtype() ? this : apply(new Cast(dtype));
    }

    @Override
    public String toString() {
        return "%" + id + ": " + type;
    }
}
