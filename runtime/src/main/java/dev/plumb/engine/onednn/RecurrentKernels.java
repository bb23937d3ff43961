package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers and their gradients, each a primitive that goes through all steps. */
final class RecurrentKernels {

    /** oneDNN's numbers of a recurrence's operands, in our order; of its results, and of the gradients of both. */
    private static final int[] OPERANDS = {
        DNNL_ARG_SRC_LAYER,
        DNNL_ARG_WEIGHTS_LAYER,
        DNNL_ARG_WEIGHTS_ITER,
        DNNL_ARG_BIAS,
        DNNL_ARG_SRC_ITER,
        DNNL_ARG_SRC_ITER_C
    };

    private static final int[] RESULTS = {DNNL_ARG_DST_LAYER, DNNL_ARG_DST_ITER, DNNL_ARG_DST_ITER_C};

    private static final int[] OPERAND_GRADIENTS = {
        DNNL_ARG_DIFF_SRC_LAYER,
        DNNL_ARG_DIFF_WEIGHTS_LAYER,
        DNNL_ARG_DIFF_WEIGHTS_ITER,
        DNNL_ARG_DIFF_BIAS,
        DNNL_ARG_DIFF_SRC_ITER,
        DNNL_ARG_DIFF_SRC_ITER_C
    };

    private static final int[] RESULT_GRADIENTS = {
        DNNL_ARG_DIFF_DST_LAYER, DNNL_ARG_DIFF_DST_ITER, DNNL_ARG_DIFF_DST_ITER_C
    };

    private static final int KERNEL = 1;
    private static final int RECURRENT_KERNEL = 2;
    /** The state that each step multiplies. */
    private static final int HIDDEN = 4;
    /** The outputs, and the last of them as a state. */
    private static final int HIDDEN_RESULTS = 2;

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;

    RecurrentKernels(Session session, Scratch scratch, KernelList kernels) {
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
    }

    /** What the primitive of a noted recurrence is made of. */
    static Description forward(Recurrence op, List<ArrayType> operands) {
        return new RecurrentPrimitive.Training(RecurrentSizes.of(op, operands));
    }

    /** How many numbers a primitive keeps for its gradient: oneDNN's workspace. */
    static int noteLength(Primitive primitive) {
        long length = (primitive.bytes(DNNL_ARG_WORKSPACE) + Float.BYTES - 1) / Float.BYTES;
        return Math.max(1, Math.toIntExact(length));
    }

    void forward(Recurrence op, Work work) {
        List<ArrayType> types = work.inputs().stream().map(Slot::type).toList();
        RecurrentSizes sizes = RecurrentSizes.of(op, types);
        boolean isNarrow = types.get(0).narrow();
        // To pack kernels that change before each run takes as long as it saves, unless they have no other fast code.
        boolean packed = !op.noted() && (isNarrow || (work.isStable(KERNEL) && work.isStable(RECURRENT_KERNEL)));
        Description description = op.noted() ? forward(op, types) : new RecurrentPrimitive.Inference(sizes, packed);
        Primitive primitive = session.primitive(description);
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < op.operands(); i++) {
            boolean kernel = i == KERNEL || i == RECURRENT_KERNEL;
            Slot operand = work.input(i);
            if (packed && kernel && !primitive.hasLayout(OPERANDS[i], layout(sizes, i))) {
                Slot chosen = session.memory(primitive.bytes(OPERANDS[i]));
                pack(description, OPERANDS[i], layout(sizes, i), operand, chosen, work.isStable(i));
                operand = chosen;
            } else if (isNarrow && i == HIDDEN) {
                operand = scratch.take(operand.type().withWidth(types.get(0).width()));
                copy(work, work.input(i), operand);
            }
            arguments.add(Argument.of(OPERANDS[i], operand));
        }
        List<Slot> results = new ArrayList<>(work.outputs());
        for (int i = 0; i < op.results(); i++) {
            if (isNarrow && i < HIDDEN_RESULTS) {
                results.set(
                        i,
                        scratch.take(
                                work.output(i).type().withWidth(types.get(0).width())));
            }
            arguments.add(Argument.of(RESULTS[i], results.get(i)));
        }
        if (op.noted()) {
            arguments.add(Argument.of(DNNL_ARG_WORKSPACE, work.output(op.results())));
        }
        kernels.add(session.kernel(Label.of(op, op.cell(), types.get(0)), primitive, arguments), work.prologue());
        for (int i = 0; i < op.results(); i++) {
            if (!results.get(i).equals(work.output(i))) {
                copy(work, results.get(i), work.output(i));
            }
        }
    }

    /** The same numbers in another width. */
    private void copy(Work work, Slot from, Slot to) {
        kernels.add(
                session.reorder(
                        Label.of("Narrow", from.type()),
                        new Reorder.Move(flat(from), flat(to)),
                        from.storage(),
                        from.offset(),
                        to.storage(),
                        to.offset()),
                work.prologue());
    }

    private static Layout flat(Slot slot) {
        return Layout.dense(slot.type().withShape(List.of(slot.type().elements())));
    }

    void backward(RecurrenceBackward op, Work work) {
        Recurrence forward = op.forward();
        List<ArrayType> types = work.inputs().stream().map(Slot::type).toList();
        RecurrentSizes sizes = RecurrentSizes.of(forward, types);
        Description description = new RecurrentPrimitive.Gradient(sizes);
        Primitive primitive = session.primitive(description);
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < forward.operands(); i++) {
            Slot operand = work.input(i);
            if (i == KERNEL || i == RECURRENT_KERNEL) {
                boolean stable = work.isStable(i);
                long bytes = primitive.bytes(OPERANDS[i]);
                Slot chosen = stable
                        ? session.memory(bytes)
                        : scratch.take(ArrayType.float32(Math.toIntExact(bytes / Float.BYTES)));
                pack(description, OPERANDS[i], layout(sizes, i), operand, chosen, stable);
                operand = chosen;
            }
            arguments.add(Argument.of(OPERANDS[i], operand));
            arguments.add(Argument.of(OPERAND_GRADIENTS[i], work.output(i)));
        }
        for (int i = 0; i < forward.results(); i++) {
            arguments.add(Argument.of(RESULTS[i], work.input(forward.operands() + i)));
            arguments.add(Argument.of(RESULT_GRADIENTS[i], work.input(op.note() + 1 + i)));
        }
        arguments.add(Argument.of(DNNL_ARG_WORKSPACE, work.input(op.note())));
        Label label = Label.of(op, forward.cell(), types.get(0));
        kernels.add(session.kernel(label, primitive, arguments), work.prologue());
    }

    private static Layout layout(RecurrentSizes sizes, int kernel) {
        return kernel == KERNEL ? sizes.kernel() : sizes.recurrentKernel();
    }

    private void pack(Description reader, int argument, Layout plain, Slot kernel, Slot target, boolean stable) {
        kernels.add(
                session.reorder(
                        Label.of("pack weights"),
                        new Reorder.Pack(plain, reader, argument),
                        kernel.storage(),
                        kernel.offset(),
                        target.storage(),
                        target.offset()),
                stable);
    }
}
