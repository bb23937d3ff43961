package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Transpose;
import java.util.List;

/** Everything that only moves elements: each is a copy between two strided boxes. */
final class Moves {

    private final Session session;
    private final KernelList kernels;
    private final KernelMaker whole;

    Moves(Session session, KernelList kernels, KernelMaker whole) {
        this.session = session;
        this.kernels = kernels;
        this.whole = whole;
    }

    private Kernel copy(Slot source, Slot target) {
        Layout layout = flat(source.type());
        return move(Label.of("Copy", source.type()), layout, source, 0, layout, target, 0);
    }

    void copyInto(Work work) {
        kernels.add(copy(work.input(0), work.output(0)), work.prologue());
    }

    void narrow(Work work) {
        Layout source = flat(work.input(0).type());
        Layout target = flat(work.output(0).type());
        Label label = Label.of(work.op(), work.input(0).type());
        kernels.add(move(label, source, work.input(0), 0, target, work.output(0), 0), work.prologue());
    }

    private static Layout flat(ArrayType type) {
        return Layout.dense(type.withShape(List.of(type.elements())));
    }

    void transpose(Transpose op, Work work) {
        Layout source = Layout.dense(work.input(0).type());
        if (op.permutation().isEmpty()) {
            kernels.add(copy(work.input(0), work.output(0)), work.prologue());
            return;
        }
        Layout target = Layout.dense(work.output(0).type());
        Label label = Label.of(op, work.input(0).type(), op.permutation());
        kernels.add(
                move(label, source.permute(op.permutation()), work.input(0), 0, target, work.output(0), 0),
                work.prologue());
    }

    void slice(Slice op, Work work) {
        Layout target = Layout.dense(work.output(0).type());
        Layout source = Layout.dense(work.input(0).type());
        long offset = distance(source, op.begin());
        kernels.add(
                move(
                        Label.of(op, op.begin(), op.size()),
                        source.box(target.sizes()),
                        work.input(0),
                        offset,
                        target,
                        work.output(0),
                        0),
                work.prologue());
    }

    void pad(Pad op, Work work) {
        Layout source = Layout.dense(work.input(0).type());
        Layout target = Layout.dense(work.output(0).type());
        Slot value = session.constant(1, op.value());
        Broadcast fill = new Broadcast(work.output(0).type().shape());
        if (!whole.make(work.step(fill, List.of(value), work.output(0)))) {
            throw new Natives.UnsupportedPrimitive(op.label());
        }
        kernels.add(
                move(
                        Label.of(op, work.input(0).type(), work.output(0).type()),
                        source,
                        work.input(0),
                        0,
                        target.box(source.sizes()),
                        work.output(0),
                        distance(target, op.before())),
                work.prologue());
    }

    void concatenate(Concatenate op, Work work) {
        Layout target = Layout.dense(work.output(0).type());
        long begin = 0;
        for (Slot source : work.inputs()) {
            long distance = begin * target.strides().get(op.axis());
            if (!isThere(source, work.output(0), distance)) {
                Layout layout = Layout.dense(source.type());
                Label label = Label.of(op, source.type());
                kernels.add(
                        move(label, layout, source, 0, target.box(layout.sizes()), work.output(0), distance),
                        work.prologue());
            }
            begin += source.type().size(op.axis());
        }
    }

    /** Whether an operand was made in its place in the result. */
    private static boolean isThere(Slot source, Slot target, long elements) {
        return source.storage().equals(target.storage())
                && source.offset() == target.offset() + elements * source.type().elementBytes();
    }

    private Kernel move(
            Label label, Layout from, Slot source, long sourceElements, Layout to, Slot target, long targetElements) {
        int bytes = source.type().elementBytes();
        return session.reorder(
                label,
                new Reorder.Move(from, to),
                source.storage(),
                source.offset() + sourceElements * bytes,
                target.storage(),
                target.offset() + targetElements * bytes);
    }

    private static long distance(Layout layout, List<Integer> begin) {
        long elements = 0;
        for (int axis = 0; axis < begin.size(); axis++) {
            elements += begin.get(axis) * layout.strides().get(axis);
        }
        return elements;
    }
}
