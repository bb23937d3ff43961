package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import dev.plumb.engine.Program;
import dev.plumb.engine.onednn.ConvolutionLayouts.Geometry;
import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import dev.plumb.ops.op.Reduce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Pooling, and its gradient, which wants to know which cell of each window was the largest. */
final class Poolings {

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final Program program;
    private final KernelMaker whole;
    /** By output value: where the forward primitive notes the largest cells. */
    private final Map<Integer, Storage> workspaces = new HashMap<>();

    Poolings(Session session, Scratch scratch, KernelList kernels, Program program, KernelMaker whole) {
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
        this.program = program;
        this.whole = whole;
    }

    private record Forward(Pooling op, Layout source, Layout target, boolean noted) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            Geometry geometry = ConvolutionLayouts.geometry(op.window());
            return dnnl_pooling_forward_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    noted ? dnnl_forward_training : dnnl_forward_inference,
                    algorithm(op),
                    natives.descriptor(source),
                    natives.descriptor(target),
                    geometry.strides(),
                    ConvolutionLayouts.longs(op.size(), 0),
                    geometry.dilations(),
                    geometry.padBefore(),
                    geometry.padAfter(),
                    natives.attributes());
        }
    }

    private record Backward(Pooling op, Layout source, Layout target) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            Geometry geometry = ConvolutionLayouts.geometry(op.window());
            return dnnl_pooling_backward_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    algorithm(op),
                    natives.descriptor(source),
                    natives.descriptor(target),
                    geometry.strides(),
                    ConvolutionLayouts.longs(op.size(), 0),
                    geometry.dilations(),
                    geometry.padBefore(),
                    geometry.padAfter(),
                    natives.hint(new Forward(op, source, target, true)),
                    natives.attributes());
        }
    }

    void forward(Pooling op, Work work) {
        List<Integer> outputs = work.outputIds();
        boolean noted = op.kind() == Pooling.Kind.MAX && isReadBackward(outputs.get(0));
        Storage workspace = forward(op, work.input(0), work.output(0), noted, work.prologue());
        if (workspace != null) {
            workspaces.put(outputs.get(0), workspace);
        }
        if (op.kind() == Pooling.Kind.MAX) {
            guard(op, work);
        }
    }

    private void guard(Pooling op, Work work) {
        ArrayType source = work.input(0).type();
        List<Integer> spatial = IntStream.range(1, source.rank() - 1).boxed().toList();
        Reduce sum = new Reduce(Reduce.Function.SUM, spatial, false);
        Slot sums = scratch.take(sum.infer(List.of(source)).get(0));
        if (!whole.make(work.step(sum, List.of(work.input(0)), sums))) {
            throw new Natives.UnsupportedPrimitive("sum of " + source);
        }
        kernels.add(new PoolingGuard(op, sums, work.input(0), work.output(0)), work.prologue());
    }

    /** Whether the program takes the gradient of a pooling with this output. */
    private boolean isReadBackward(int output) {
        return program.instructions().stream()
                .anyMatch(instruction -> instruction.op() instanceof PoolingBackward
                        && instruction.inputs().get(1) == output);
    }

    void backward(PoolingBackward op, Work work) {
        Pooling pooling = op.pooling();
        Slot source = work.input(0);
        Primitive primitive = session.primitive(new Backward(
                pooling,
                Layout.channelsLast(source.type()),
                Layout.channelsLast(work.input(1).type())));
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.of(DNNL_ARG_DIFF_DST, work.input(2)));
        arguments.add(Argument.of(DNNL_ARG_DIFF_SRC, work.output(0)));
        if (pooling.kind() == Pooling.Kind.MAX) {
            Storage workspace = workspaces.get(work.inputIds().get(1));
            if (workspace == null) {
                // The output came from elsewhere: pool once more to learn where the largest cells are.
                workspace = forward(pooling, source, scratch.take(work.input(1).type()), true, work.prologue());
            }
            if (workspace != null) {
                arguments.add(new Argument(DNNL_ARG_WORKSPACE, workspace, 0));
            }
        }
        kernels.add(session.kernel(Label.of(op, source.type()), primitive, arguments), work.prologue());
    }

    private @Nullable Storage forward(Pooling op, Slot source, Slot target, boolean noted, boolean prologue) {
        Primitive primitive = session.primitive(
                new Forward(op, Layout.channelsLast(source.type()), Layout.channelsLast(target.type()), noted));
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.of(DNNL_ARG_SRC, source));
        arguments.add(Argument.of(DNNL_ARG_DST, target));
        Storage workspace = null;
        if (noted) {
            workspace = session.allocate(primitive.bytes(DNNL_ARG_WORKSPACE));
            arguments.add(new Argument(DNNL_ARG_WORKSPACE, workspace, 0));
        }
        Label label = Label.of(op, op.kind(), source.type());
        kernels.add(session.kernel(label, primitive, arguments), prologue);
        return workspace;
    }

    private static int algorithm(Pooling op) {
        return switch (op.kind()) {
            case MAX -> dnnl_pooling_max;
            case AVERAGE -> dnnl_pooling_avg_exclude_padding;
        };
    }
}
