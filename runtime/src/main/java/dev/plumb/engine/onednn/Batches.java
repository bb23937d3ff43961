package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import java.util.List;

/**
 * Some of the products of many matrices with one each: they lie together in all arrays, and need nothing of the others.
 *
 * @param first the first of them
 * @param count how many
 * @param all how many there are
 */
record Batches(int first, int count, int all) {

    /** Parts of about the same size: at most so many. */
    static List<Batches> parts(int all, int most) {
        return Span.parts(all, most).stream()
                .map(part -> new Batches(part.first(), part.end() - part.first(), all))
                .toList();
    }

    /** These of an array of matrices; all of one that has another number of them, or is a vector. */
    Slot of(Slot matrices) {
        ArrayType type = matrices.type();
        if (type.rank() < 3 || type.product(0, type.rank() - 2) != all) {
            return matrices;
        }
        ArrayType part = new ArrayType(type.dtype(), List.of(count, type.size(-2), type.size(-1)), type.width());
        return matrices.part(part, type.bytes() / all * first);
    }

    /** The same of what follows the products. */
    Epilogue of(Epilogue epilogue) {
        return new Epilogue(
                epilogue.bias(),
                epilogue.postOps(),
                epilogue.operands().stream().map(this::of).toList());
    }

    /** The same of the products themselves. */
    Work of(Work work) {
        return new Work(
                work.op(),
                work.inputs().stream().map(this::of).toList(),
                work.outputs().stream().map(this::of).toList(),
                work.inputIds(),
                work.outputIds(),
                work.stableInputs(),
                work.prologue());
    }
}
