package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Convolutions and poolings. Plumb has channels last and ONNX first: what is transposed before and behind a node, ONNX Runtime moves together where it can. */
final class WindowNodes {
    private WindowNodes() {}

    static String convolution(Call<Convolution> call) {
        int rank = call.rank(0);
        List<AttributeProto> attributes = attributes(call, Convolution::window, kernel(call, 1));
        attributes.add(Attributes.number("group", call.op().groups()));
        attributes.add(Attributes.numbers("kernel_shape", known(kernel(call, 1))));
        return channelsLast(
                call,
                rank,
                call.scope()
                        .node(
                                "Conv",
                                List.of(channelsFirst(call, 0), weights(call, 1)),
                                attributes.toArray(AttributeProto[]::new)));
    }

    /** A transposed convolution. ONNX has no size of the result that follows from another array: what the formula lacks is output_padding. */
    static String transposed(Call<ConvolutionBackwardData> call) {
        Window window = call.op().window();
        requireSteps(call, ConvolutionBackwardData::window);
        List<VaryingSize> kernel = kernel(call, 0);
        List<Integer> begins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        List<Integer> extra = new ArrayList<>();
        for (int axis = 0; axis < window.spatialRank(); axis++) {
            int place = axis;
            VaryingSize before = call.varying(op -> op.window().padBefore().get(place));
            VaryingSize after = call.varying(op -> op.window().padAfter().get(place));
            int reach = (kernel.get(axis).known() - 1) * window.dilations().get(axis) + 1;
            int stride = window.strides().get(axis);
            VaryingSize made =
                    call.shape(1).get(axis + 1).with(before, (size, pad) -> (size - 1) * stride + reach - pad);
            VaryingSize lacking = call.result()
                    .get(axis + 1)
                    .with(made.with(after, (size, pad) -> size - pad), (wanted, found) -> wanted - found);
            if (!before.isKnown() || !after.isKnown() || !lacking.isKnown()) {
                throw call.refused("pads by its size: state the size, or a padding that does not depend on it");
            }
            int end = after.known();
            int lack = lacking.known();
            if (lack >= Math.max(stride, window.dilations().get(axis)) || lack < 0) {
                end -= lack;
                lack = 0;
            }
            begins.add(before.known());
            ends.add(end);
            extra.add(lack);
        }
        begins.addAll(ends);
        return channelsLast(
                call,
                call.rank(1),
                call.scope()
                        .node(
                                "ConvTranspose",
                                List.of(channelsFirst(call, 1), weights(call, 0)),
                                Attributes.numbers("strides", window.strides()),
                                Attributes.numbers("dilations", window.dilations()),
                                Attributes.numbers("pads", begins),
                                Attributes.numbers("output_padding", extra),
                                Attributes.numbers("kernel_shape", known(kernel)),
                                Attributes.number("group", call.op().groups())));
    }

    static String pooling(Call<Pooling> call) {
        List<VaryingSize> kernel = IntStream.range(0, call.op().size().size())
                .mapToObj(axis -> call.varying(op -> op.size().get(axis)))
                .toList();
        if (kernel.stream().anyMatch(size -> !size.isKnown())) {
            throw call.refused("has windows of varying size");
        }
        List<AttributeProto> attributes = attributes(call, Pooling::window, kernel);
        attributes.removeIf(attribute -> attribute.getName().equals("dilations"));
        attributes.add(Attributes.numbers("kernel_shape", call.op().size()));
        String type = call.op().kind() == Pooling.Kind.MAX ? "MaxPool" : "AveragePool";
        return channelsLast(
                call,
                call.rank(0),
                call.scope().node(type, List.of(channelsFirst(call, 0)), attributes.toArray(AttributeProto[]::new)));
    }

    private static <O extends Op> List<AttributeProto> attributes(
            Call<O> call, Function<O, Window> window, List<VaryingSize> kernel) {
        Window first = window.apply(call.op());
        requireSteps(call, window);
        List<AttributeProto> attributes = new ArrayList<>();
        attributes.add(Attributes.numbers("strides", first.strides()));
        attributes.add(Attributes.numbers("dilations", first.dilations()));
        List<VaryingSize> pads = new ArrayList<>();
        for (Function<Window, List<Integer>> side :
                List.<Function<Window, List<Integer>>>of(Window::padBefore, Window::padAfter)) {
            for (int axis = 0; axis < first.spatialRank(); axis++) {
                int place = axis;
                pads.add(call.varying(op -> side.apply(window.apply(op)).get(place)));
            }
        }
        if (pads.stream().allMatch(VaryingSize::isKnown)) {
            attributes.add(Attributes.numbers("pads", known(pads)));
        } else if (isSame(call, first, kernel, pads)) {
            attributes.add(Attributes.text("auto_pad", "SAME_UPPER"));
        } else {
            throw call.refused("pads by its size in a way that ONNX cannot say");
        }
        return attributes;
    }

    private static <O extends Op> void requireSteps(Call<O> call, Function<O, Window> window) {
        if (call.ops().stream()
                        .map(op -> List.of(
                                window.apply(op).strides(), window.apply(op).dilations()))
                        .distinct()
                        .count()
                > 1) {
            throw call.refused("has windows whose steps depend on sizes that vary: state these sizes");
        }
    }

    /** Whether the pads are those of "same", which depend on the size: half of them before, the odd one behind. */
    private static boolean isSame(Call<?> call, Window window, List<VaryingSize> kernel, List<VaryingSize> pads) {
        int spatial = window.spatialRank();
        return IntStream.range(0, spatial).allMatch(axis -> {
            int stride = window.strides().get(axis);
            int reach = (kernel.get(axis).known() - 1) * window.dilations().get(axis) + 1;
            VaryingSize size = call.shape(0).get(axis + 1);
            VaryingSize total = size.with(
                    size, (n, same) -> Math.max(0, (Math.floorDiv(n + stride - 1, stride) - 1) * stride + reach - n));
            return pads.get(axis).equals(total.with(total, (n, same) -> n / 2))
                    && pads.get(spatial + axis).equals(total.with(total, (n, same) -> n - n / 2));
        });
    }

    private static List<VaryingSize> kernel(Call<?> call, int weights) {
        List<VaryingSize> shape = call.shape(weights);
        return shape.subList(0, shape.size() - 2);
    }

    private static List<Integer> known(List<VaryingSize> sizes) {
        return sizes.stream().map(VaryingSize::known).toList();
    }

    private static String channelsFirst(Call<?> call, int input) {
        int rank = call.rank(input);
        return call.scope().transpose(call.input(input), Scope.moved(rank, rank - 1, 1));
    }

    private static String channelsLast(Call<?> call, int rank, String array) {
        return call.scope().transpose(array, Scope.moved(rank, 1, rank - 1));
    }

    /** [spatial…, channels, filters] as [filters, channels, spatial…]. */
    private static String weights(Call<?> call, int input) {
        int rank = call.rank(input);
        List<Integer> permutation = new ArrayList<>(List.of(rank - 1, rank - 2));
        IntStream.range(0, rank - 2).forEach(permutation::add);
        return call.scope().transpose(call.input(input), permutation);
    }
}
