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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Functions of single elements and pairs of them. */
final class ElementKernels {

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final KernelMaker whole;

    ElementKernels(Session session, Scratch scratch, KernelList kernels, KernelMaker whole) {
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
        this.whole = whole;
    }

    private record Function(Elementwise function, int algorithm, int propagation, Layout layout)
            implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(layout);
            return dnnl_eltwise_forward_primitive_desc_create(
                    target,
                    natives.engine(),
                    propagation,
                    algorithm,
                    descriptor,
                    descriptor,
                    function.alpha(),
                    function.beta(),
                    natives.attributes());
        }
    }

    private record FunctionBackward(Elementwise function, Layout layout) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            int algorithm = Algorithms.backward(function.function());
            dnnl_memory_desc descriptor = natives.descriptor(layout);
            return dnnl_eltwise_backward_primitive_desc_create(
                    target,
                    natives.engine(),
                    algorithm,
                    descriptor,
                    descriptor,
                    descriptor,
                    function.alpha(),
                    function.beta(),
                    natives.hint(new Function(function, algorithm, dnnl_forward_training, layout)),
                    natives.attributes());
        }
    }

    /** The first operand has the sizes of the result. */
    record Pair(BinaryFunction function, Layout first, Layout second, Layout result, PostOps postOps)
            implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            return dnnl_binary_primitive_desc_create(
                    target,
                    natives.engine(),
                    Algorithms.of(function),
                    natives.descriptor(first),
                    natives.descriptor(second),
                    natives.descriptor(result),
                    postOps.attributes(natives));
        }
    }

    /** The quotient is rounded where it is stored. */
    void quantize(Work work) {
        primitive(BinaryFunction.DIVIDE, work, work.input(0), work.input(1), work.output(0), Epilogue.NONE);
    }

    void elementwise(Elementwise op, Work work, Slot source, Slot target, Epilogue epilogue) {
        List<List<PostOp>> chains = KeptNaN.chains(op);
        if (!chains.isEmpty()) {
            Slot from = source;
            for (List<PostOp> chain : chains.subList(0, chains.size() - 1)) {
                // The result may lie over an operand that is read later.
                Slot between = epilogue.operands().isEmpty() ? target : scratch.take(target.type());
                chain(chain, work, from, between, Epilogue.NONE);
                from = between;
            }
            chain(chains.get(chains.size() - 1), work, from, target, epilogue);
            return;
        }
        if (!epilogue.postOps().isEmpty()) {
            chain(List.of(new PostOp.Apply(op)), work, source, target, epilogue);
            return;
        }
        Layout layout = Layout.dense(target.type().elements());
        Description description = new Function(op, Algorithms.forward(op.function()), dnnl_forward_inference, layout);
        Label label = Label.of(work.op(), op.function(), target.type());
        kernels.add(
                session.kernel(
                        label, description, Argument.of(DNNL_ARG_SRC, source), Argument.of(DNNL_ARG_DST, target)),
                work.prologue());
    }

    /**
     * Post-ops alone; what they combine with is the source. oneDNN's eltwise takes no functions as post-ops, and with binary ones it is a
     * reference implementation. Its binary takes all: x * 1, then the post-ops.
     */
    private void chain(List<PostOp> postOps, Work work, Slot source, Slot target, Epilogue epilogue) {
        Slot one = session.constant(1, 1).as(ArrayType.float32());
        int combined =
                (int) postOps.stream().filter(PostOp.Combine.class::isInstance).count();
        Epilogue longer = epilogue.after(postOps, Collections.nCopies(combined, source));
        pair(BinaryFunction.MULTIPLY, work, source, one, target, longer);
    }

    void backward(ElementwiseBackward op, Work work) {
        Elementwise forward = op.forward();
        Slot target = work.output(0);
        Description description =
                new FunctionBackward(forward, Layout.dense(target.type().elements()));
        int data = forward.function().differentiatedThroughOutput() ? DNNL_ARG_DST : DNNL_ARG_SRC;
        kernels.add(
                session.kernel(
                        Label.of(op, forward.function(), target.type()),
                        description,
                        Argument.of(data, work.input(0)),
                        Argument.of(DNNL_ARG_DIFF_DST, work.input(1)),
                        Argument.of(DNNL_ARG_DIFF_SRC, target)),
                work.prologue());
    }

    void binary(Binary op, Work work, Slot left, Slot right, Slot target, Epilogue epilogue) {
        if (op.function() == BinaryFunction.MAXIMUM || op.function() == BinaryFunction.MINIMUM) {
            extreme(op.function(), work, left, right, target, epilogue);
            return;
        }
        int elements = target.type().elements();
        // oneDNN's first operand must have the shape of the result.
        if (left.type().elements() == elements) {
            pair(op.function(), work, left, right, target, epilogue);
        } else if (right.type().elements() == elements && op.function() == BinaryFunction.SUBTRACT) {
            // a - b = -(b - a)
            PostOp.Apply negated = new PostOp.Apply(new Elementwise(ElementFunction.LINEAR, -1, 0));
            pair(op.function(), work, right, left, target, epilogue.after(negated));
        } else if (right.type().elements() == elements && op.function() != BinaryFunction.DIVIDE) {
            pair(mirrored(op.function()), work, right, left, target, epilogue);
        } else {
            pair(op.function(), work, repeated(left, work, target.type()), right, target, epilogue);
        }
    }

    /** The larger or smaller; if the first is NaN, oneDNN's is the second. So something is added that is NaN there and 0 elsewhere. */
    private void extreme(BinaryFunction function, Work work, Slot left, Slot right, Slot target, Epilogue epilogue) {
        boolean swapped = left.type().elements() != target.type().elements();
        Slot first = swapped ? right : left;
        Slot second = swapped ? left : right;
        if (first.type().elements() != target.type().elements()) {
            first = repeated(first, work, target.type());
        }
        Slot lost = scratch.take(target.type());
        List<PostOp> rootOfMinusOne = List.of(
                new PostOp.Apply(new Elementwise(ElementFunction.LINEAR, -1, 0)),
                new PostOp.Apply(Elementwise.of(ElementFunction.SQRT)));
        pair(BinaryFunction.NOT_EQUAL, work, first, first, lost, Epilogue.NONE.after(rootOfMinusOne, List.of()));
        List<PostOp> added = List.of(new PostOp.Combine(BinaryFunction.ADD));
        pair(function, work, first, second, target, epilogue.after(added, List.of(lost)));
    }

    private void pair(BinaryFunction function, Work work, Slot left, Slot right, Slot target, Epilogue epilogue) {
        try {
            primitive(function, work, left, right, target, epilogue);
        } catch (Natives.UnsupportedPrimitive refused) {
            if (right.type().elements() == target.type().elements()) {
                throw refused;
            }
            // Operands are repeated along some axes only: (1, rows, columns) may lack the rows or the columns, not
            // more.
            primitive(function, work, left, repeated(right, work, target.type()), target, epilogue);
        }
    }

    private void primitive(BinaryFunction function, Work work, Slot left, Slot right, Slot target, Epilogue epilogue) {
        ArrayType type = target.type();
        if (mixesRows(epilogue, type)) {
            throw new Natives.UnsupportedPrimitive("several rows after a function, of " + type);
        }
        List<Slot> others = new ArrayList<>(epilogue.operands());
        others.add(right);
        Optional<ShortRows> rows =
                ShortRows.of(type, others.stream().map(Slot::type).toList());
        if (rows.isPresent()) {
            UnaryOperator<Slot> joined = slot -> joined(rows.get(), slot, work);
            Epilogue longer = new Epilogue(
                    null,
                    epilogue.postOps(),
                    epilogue.operands().stream().map(joined).toList());
            primitive(function, work, joined.apply(left), joined.apply(right), joined.apply(target), longer);
            return;
        }
        List<ArrayType> operands = new ArrayList<>();
        operands.add(right.type());
        epilogue.operands().forEach(operand -> operands.add(operand.type()));
        AxisGroups groups = AxisGroups.coarsest(type, operands);
        Primitive primitive = session.primitive(new Pair(
                function,
                groups.layout(type.withWidth(left.type().width())),
                groups.layout(right.type()),
                groups.layout(),
                PostOps.of(epilogue, groups::layout)));
        List<Argument> arguments = PostOps.arguments(epilogue);
        arguments.add(Argument.of(DNNL_ARG_SRC_0, left));
        arguments.add(Argument.of(DNNL_ARG_SRC_1, right));
        arguments.add(Argument.of(DNNL_ARG_DST, target));
        kernels.add(session.kernel(Label.of(work.op(), type), primitive, arguments), work.prologue());
    }

    private Slot joined(ShortRows rows, Slot slot, Work work) {
        return rows.isRow(slot.type())
                ? repeated(slot.as(rows.row()), work, rows.several()).as(rows.joined(slot.type()))
                : slot.as(rows.joined(slot.type()));
    }

    /**
     * Whether several operands that are repeated follow a function: sigmoid(x) * scale + shift. oneDNN's binary takes that, and reads the last
     * of them for all.
     */
    private static boolean mixesRows(Epilogue epilogue, ArrayType type) {
        int function = 0;
        while (function < epilogue.postOps().size() && !(epilogue.postOps().get(function) instanceof PostOp.Apply)) {
            function++;
        }
        long rows = epilogue.operands().stream()
                .filter(operand -> operand.type().elements() < type.elements())
                .count();
        return rows > 1 && !epilogue.from(function).operands().isEmpty();
    }

    private Slot repeated(Slot slot, Work work, ArrayType type) {
        Slot full = scratch.take(type);
        if (!whole.make(work.step(new Broadcast(type.shape()), List.of(slot), full))) {
            throw new Natives.UnsupportedPrimitive("broadcast of " + slot.type() + " to " + type);
        }
        return full;
    }

    /** The function of swapped operands. */
    private static BinaryFunction mirrored(BinaryFunction function) {
        return switch (function) {
            case GREATER -> BinaryFunction.LESS;
            case GREATER_OR_EQUAL -> BinaryFunction.LESS_OR_EQUAL;
            case LESS -> BinaryFunction.GREATER;
            case LESS_OR_EQUAL -> BinaryFunction.GREATER_OR_EQUAL;
            case ADD, MULTIPLY, EQUAL, NOT_EQUAL -> function;
            case SUBTRACT, DIVIDE, MAXIMUM, MINIMUM ->
                throw new IllegalArgumentException(function + " has no mirror image");
        };
    }
}
