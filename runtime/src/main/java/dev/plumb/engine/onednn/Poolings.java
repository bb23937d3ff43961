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
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import dev.plumb.engine.Program;
import dev.plumb.engine.onednn.ConvolutionLayouts.Geometry;
import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Pooling, and its gradient, which wants to know which cell of each window was the largest. */
final class Poolings {

    private final Session session;
    private final KernelList kernels;
    /** Outputs whose gradient the program takes. */
    private final Set<Integer> readBackward;
    /** By output value: where the forward primitive notes the largest cells. */
    private final Map<Integer, Storage> workspaces = new HashMap<>();

    Poolings(Session session, KernelList kernels, Program program) {
        this.session = session;
        this.kernels = kernels;
        this.readBackward = program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof PoolingBackward)
                .map(instruction -> instruction.inputs().get(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    void forward(Pooling op, Work work) {
        int output = work.outputIds().get(0);
        boolean noted = op.kind() == Pooling.Kind.MAX && readBackward.contains(output);
        Storage workspace = forward(op, work.input(0), work.output(0), noted, work.prologue());
        if (workspace != null) {
            workspaces.put(output, workspace);
        }
    }

    void backward(PoolingBackward op, Work work) {
        Pooling pooling = op.pooling();
        Slot source = work.input(0);
        dnnl_memory_desc sourceLayout = session.descriptor(Layout.channelsLast(source.type()));
        dnnl_memory_desc targetLayout =
                session.descriptor(Layout.channelsLast(work.input(1).type()));
        Geometry geometry = ConvolutionLayouts.geometry(pooling.window());
        String label = op.label() + source.type().shape();
        dnnl_primitive_desc hint = describe(label, pooling, sourceLayout, targetLayout, true);
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_pooling_backward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        algorithm(pooling),
                        sourceLayout,
                        targetLayout,
                        geometry.strides(),
                        ConvolutionLayouts.longs(pooling.size(), 0),
                        geometry.dilations(),
                        geometry.padBefore(),
                        geometry.padAfter(),
                        hint,
                        session.attributes()));
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.of(DNNL_ARG_DIFF_DST, targetLayout, work.input(2)));
        arguments.add(Argument.of(DNNL_ARG_DIFF_SRC, sourceLayout, work.output(0)));
        if (pooling.kind() == Pooling.Kind.MAX) {
            Storage workspace = workspaces.get(work.inputIds().get(1));
            if (workspace == null) {
                // The output came from elsewhere: pool once more to learn where the largest cells are.
                workspace = forward(pooling, source, Slot.allocate(work.input(1).type()), true, work.prologue());
            }
            if (workspace != null) {
                arguments.add(
                        new Argument(DNNL_ARG_WORKSPACE, session.query(hint, dnnl_query_workspace_md), workspace, 0));
            }
        }
        kernels.add(session.kernel(label, descriptor, arguments), work.prologue());
    }

    private @Nullable Storage forward(Pooling op, Slot source, Slot target, boolean noted, boolean prologue) {
        dnnl_memory_desc sourceLayout = session.descriptor(Layout.channelsLast(source.type()));
        dnnl_memory_desc targetLayout = session.descriptor(Layout.channelsLast(target.type()));
        String label = op.label() + " " + op.kind() + source.type().shape();
        dnnl_primitive_desc descriptor = describe(label, op, sourceLayout, targetLayout, noted);
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.of(DNNL_ARG_SRC, sourceLayout, source));
        arguments.add(Argument.of(DNNL_ARG_DST, targetLayout, target));
        Storage workspace = null;
        if (noted) {
            dnnl_memory_desc layout = session.query(descriptor, dnnl_query_workspace_md);
            workspace = session.allocate(layout);
            arguments.add(new Argument(DNNL_ARG_WORKSPACE, layout, workspace, 0));
        }
        kernels.add(session.kernel(label, descriptor, arguments), prologue);
        return workspace;
    }

    private dnnl_primitive_desc describe(
            String label, Pooling op, dnnl_memory_desc source, dnnl_memory_desc target, boolean training) {
        Geometry geometry = ConvolutionLayouts.geometry(op.window());
        return session.describe(
                label,
                pointer -> dnnl_pooling_forward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        training ? dnnl_forward_training : dnnl_forward_inference,
                        algorithm(op),
                        source,
                        target,
                        geometry.strides(),
                        ConvolutionLayouts.longs(op.size(), 0),
                        geometry.dilations(),
                        geometry.padBefore(),
                        geometry.padAfter(),
                        session.attributes()));
    }

    private static int algorithm(Pooling op) {
        return switch (op.kind()) {
            case MAX -> dnnl_pooling_max;
            case AVERAGE -> dnnl_pooling_avg_exclude_padding;
        };
    }
}
