package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.CustomGradient;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.StopGradient;

/** Which values are views of others: reshapes, slices whose elements lie together, what only gradients tell apart, and parts of a concatenation. */
public final class Aliases {

    private final Program program;
    private final int[] roots;
    private final long[] offsets;

    Aliases(Program program) {
        this.program = program;
        this.roots = new int[program.values().size()];
        this.offsets = new long[roots.length];
        for (int id = 0; id < roots.length; id++) {
            roots[id] = id;
        }
        for (Instruction instruction : program.instructions()) {
            if (isView(instruction)) {
                int source = instruction.inputs().get(0);
                roots[instruction.output()] = roots[source];
                offsets[instruction.output()] = offsets[source] + distance(instruction.op(), source(instruction));
            }
        }
    }

    /** Whether an instruction only names memory that is there already. */
    boolean isView(Instruction instruction) {
        return !instruction.inputs().isEmpty() && isView(instruction.op(), source(instruction));
    }

    /**
     * Whether an op only names a part of the memory of its first operand.
     *
     * @param source the type of that operand
     */
    public static boolean isView(Op op, ArrayType source) {
        return op instanceof Reshape
                || op instanceof StopGradient
                || op instanceof CustomGradient
                || (op instanceof Slice slice && isContiguous(slice, source));
    }

    private ArrayType source(Instruction instruction) {
        return program.value(instruction.inputs().get(0)).type();
    }

    /** Makes a root, and all that is a view of it, a view of another value. */
    void place(int root, int within, long offset) {
        for (int id = 0; id < roots.length; id++) {
            if (roots[id] == root) {
                roots[id] = roots[within];
                offsets[id] += offsets[within] + offset;
            }
        }
    }

    /** The value that owns the memory of a value. */
    int root(int id) {
        return roots[id];
    }

    /** Where a value begins in the memory of its root, in bytes. */
    long offset(int id) {
        return offsets[id];
    }

    /** Whether a value is all of its root's memory. */
    boolean isWhole(int id) {
        return program.value(id).type().bytes()
                == program.value(roots[id]).type().bytes();
    }

    /** Once an axis is cut, all axes before it must be single indices. */
    private static boolean isContiguous(Slice slice, ArrayType source) {
        boolean cut = false;
        for (int axis = source.rank() - 1; axis >= 0; axis--) {
            if (cut && slice.size().get(axis) != 1) {
                return false;
            }
            cut |= slice.size().get(axis) != source.size(axis);
        }
        return true;
    }

    /**
     * How many bytes from the start of its operand on a view begins.
     *
     * @param op a {@linkplain #isView(Op, ArrayType) view}
     * @param source the type of the operand
     */
    public static long distance(Op op, ArrayType source) {
        if (!(op instanceof Slice slice)) {
            return 0;
        }
        long elements = 0;
        for (int axis = 0; axis < source.rank(); axis++) {
            elements += (long) slice.begin().get(axis) * source.product(axis + 1, source.rank());
        }
        return elements * source.elementBytes();
    }
}
