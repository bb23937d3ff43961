package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Functions of single elements and pairs of them. */
final class ElementKernels {

    private final Session session;
    private final KernelList kernels;
    private final KernelMaker whole;

    ElementKernels(Session session, KernelList kernels, KernelMaker whole) {
        this.session = session;
        this.kernels = kernels;
        this.whole = whole;
    }

    void elementwise(Elementwise op, Work work, Slot source, Slot target, List<PostOp> postOps, List<Slot> operands) {
        AxisGroups groups = AxisGroups.coarsest(target.type(), types(operands));
        List<Argument> arguments = new ArrayList<>();
        dnnl_memory_desc layout = session.descriptor(groups.layout());
        dnnl_primitive_attr attributes = session.attributes();
        PostOps.attach(session, attributes, postOps, operands, slot -> groups.layout(slot.type()), arguments);
        String label = work.op().label() + " " + op.function() + target.type().shape();
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_eltwise_forward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_forward_inference,
                        Algorithms.forward(op.function()),
                        layout,
                        layout,
                        op.alpha(),
                        op.beta(),
                        attributes));
        arguments.add(Argument.of(DNNL_ARG_SRC, layout, source));
        arguments.add(Argument.of(DNNL_ARG_DST, layout, target));
        kernels.add(session.kernel(label, descriptor, arguments), work.prologue());
    }

    void backward(ElementwiseBackward op, Work work) {
        Elementwise forward = op.forward();
        int algorithm = Algorithms.backward(forward.function());
        dnnl_memory_desc layout =
                session.descriptor(Layout.dense(work.output(0).type().elements()));
        String label =
                op.label() + " " + forward.function() + work.output(0).type().shape();
        dnnl_primitive_desc hint = session.describe(
                label,
                pointer -> dnnl_eltwise_forward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_forward_training,
                        algorithm,
                        layout,
                        layout,
                        forward.alpha(),
                        forward.beta(),
                        session.attributes()));
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_eltwise_backward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        algorithm,
                        layout,
                        layout,
                        layout,
                        forward.alpha(),
                        forward.beta(),
                        hint,
                        session.attributes()));
        int data = forward.function().differentiatedThroughOutput() ? DNNL_ARG_DST : DNNL_ARG_SRC;
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                Argument.of(data, layout, work.input(0)),
                                Argument.of(DNNL_ARG_DIFF_DST, layout, work.input(1)),
                                Argument.of(DNNL_ARG_DIFF_SRC, layout, work.output(0)))),
                work.prologue());
    }

    void binary(Binary op, Work work, Slot left, Slot right, Slot target, List<PostOp> postOps, List<Slot> operands) {
        ArrayType type = target.type();
        BinaryFunction function = op.function();
        List<PostOp> chain = new ArrayList<>(postOps);
        // oneDNN's first operand must have the shape of the result.
        if (left.type().elements() != type.elements()) {
            boolean swappable = right.type().elements() == type.elements() && function != BinaryFunction.DIVIDE;
            if (swappable) {
                Slot first = left;
                left = right;
                right = first;
                if (function == BinaryFunction.SUBTRACT) {
                    chain.add(0, new PostOp.Apply(new Elementwise(ElementFunction.LINEAR, -1, 0)));
                }
                function = mirrored(function);
            } else {
                Slot full = Slot.allocate(type);
                if (!whole.make(work.step(new Broadcast(type.shape()), List.of(left), full))) {
                    throw new Natives.UnsupportedPrimitive("a first operand of " + left.type());
                }
                left = full;
            }
        }
        AxisGroups groups = AxisGroups.coarsest(
                type, types(Stream.concat(Stream.of(right), operands.stream()).toList()));
        List<Argument> arguments = new ArrayList<>();
        dnnl_memory_desc first = session.descriptor(groups.layout());
        dnnl_memory_desc second = session.descriptor(groups.layout(right.type()));
        dnnl_primitive_attr attributes = session.attributes();
        PostOps.attach(session, attributes, chain, operands, slot -> groups.layout(slot.type()), arguments);
        String label = work.op().label() + type.shape();
        int algorithm = Algorithms.of(function);
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_binary_primitive_desc_create(
                        pointer, session.natives().engine(), algorithm, first, second, first, attributes));
        arguments.add(Argument.of(DNNL_ARG_SRC_0, first, left));
        arguments.add(Argument.of(DNNL_ARG_SRC_1, second, right));
        arguments.add(Argument.of(DNNL_ARG_DST, first, target));
        kernels.add(session.kernel(label, descriptor, arguments), work.prologue());
    }

    /** The function of swapped operands; {@code a - b} becomes {@code b - a}, which the caller negates. */
    private static BinaryFunction mirrored(BinaryFunction function) {
        return switch (function) {
            case GREATER -> BinaryFunction.LESS;
            case GREATER_OR_EQUAL -> BinaryFunction.LESS_OR_EQUAL;
            case LESS -> BinaryFunction.GREATER;
            case LESS_OR_EQUAL -> BinaryFunction.GREATER_OR_EQUAL;
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, EQUAL, NOT_EQUAL -> function;
        };
    }

    private static List<ArrayType> types(List<Slot> slots) {
        return slots.stream().map(Slot::type).toList();
    }
}
