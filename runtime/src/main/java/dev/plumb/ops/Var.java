package dev.plumb.ops;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.ArrayTooLargeException;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Cast;
import dev.plumb.ops.op.CustomGradient;
import dev.plumb.ops.op.GradientRule;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Print;
import dev.plumb.ops.op.StopGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Handle of an array that a recorder knows. Its methods record ops; each throws {@link OpException} if the op does not apply. Axes may be
 * negative (from the end). What there is, by kind: {@link ArithmeticOps}, {@link FunctionOps}, {@link ReductionOps}, {@link ShapeOps},
 * {@link SelectionOps}, and here what is left. Constants come from the {@link #recorder()}.
 *
 * @param recorder that made it
 * @param id within the recorder
 * @param type element type and shape
 */
public record Var(Recorder recorder, int id, ArrayType type)
        implements ArithmeticOps, FunctionOps, ReductionOps, ShapeOps, SelectionOps {

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
        return type.size(Require.axis("size", this, axis));
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
        Recorder innermost = recorder;
        for (Var other : others) {
            innermost = other.recorder.isInside(innermost) ? other.recorder : innermost;
        }
        try {
            return innermost.record(op, operands);
        } catch (OpException | ArrayTooLargeException known) {
            throw known;
        } catch (IllegalArgumentException refused) {
            throw OpException.of(op, refused, operands);
        }
    }

    /** Matrix product; see {@link MatMul}. */
    public Var matmul(Var other) {
        return matmul(other, false, false);
    }

    /** Matrix product with either side's last two axes swapped; see {@link MatMul}. */
    public Var matmul(Var other, boolean transposeThis, boolean transposeOther) {
        return apply(new MatMul(transposeThis, transposeOther), other);
    }

    /**
     * Einstein's sum, as in NumPy: a letter for each axis, those that the result lacks are summed over. {@code "bqd,bkd->bqk"} are the
     * products of all queries and keys. Without an arrow the result has the letters that occur once, in alphabetical order; a letter twice
     * in one operand is its diagonal.
     */
    public static Var einsum(String equation, Var first, Var... others) {
        List<Var> operands = new ArrayList<>();
        operands.add(first);
        operands.addAll(Arrays.asList(others));
        return Einsum.of(equation, operands);
    }

    /** All of these, of which there is at least one, joined along an axis. */
    public static Var concatenated(int axis, List<Var> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : parts.get(0).concatenate(axis, parts.subList(1, parts.size()).toArray(Var[]::new));
    }

    /** Arrays of one shape, of which there is at least one, along a new axis. */
    public static Var stack(int axis, List<Var> parts) {
        int rank = parts.get(0).rank() + 1;
        List<Var> expanded = parts.stream().map(part -> part.expandDims(axis)).toList();
        return concatenated(axis < 0 ? axis + rank : axis, expanded);
    }

    /** This in another element type; no gradient. */
    public Var cast(DType dtype) {
        return dtype == type.dtype() ? this : apply(new Cast(dtype));
    }

    /** A float32 array of this shape with the same number everywhere. */
    public Var fillLike(float value) {
        return recorder.constant(new ArrayType(DType.FLOAT32, shape()), Literal.fill(value));
    }

    /** The same array; no gradient flows back through it. */
    public Var stopGradient() {
        return apply(new StopGradient());
    }

    /** The same array; what flows back through it is the rule's answer to its gradient: {@code g -> g.clip(-1, 1)}. */
    public Var withGradient(UnaryOperator<Var> rule) {
        return withGradient(List.of(this), gradient -> List.of(rule.apply(gradient)));
    }

    /**
     * The same array, as if it were a function of these operands whose gradients are the rule's answer to its gradient, each of its operand's
     * type. Nothing flows back the way it was really computed.
     */
    public Var withGradient(List<Var> operands, GradientRule<Var> rule) {
        return apply(new CustomGradient(rule), operands.toArray(Var[]::new));
    }

    /**
     * The same array; its type, least, mean and largest number, number of NaN and first elements are printed whenever it is computed: in each
     * run of a plan, or once if it depends on constants and weights alone.
     */
    public Var print(String label) {
        return apply(new Print(label));
    }

    @Override
    public String toString() {
        return "%" + id + ": " + type;
    }
}
