package dev.plumb.onnx.read;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Convolutions and poolings. ONNX has channels first, here they are last: kernels are transposed, and so are tensors, by name if possible. */
final class WindowOperators {
    private WindowOperators() {}

    static Tensor convolution(Applied applied) throws Unreadable {
        Constant kernel = applied.constant(1);
        Tensor x = channelsLast(applied, kernel.rank());
        int[] shape = kernel.shape();
        int groups = applied.node().integer("group", 1);
        long channels = channels(x);
        if (groups < 1 || channels != (long) shape[1] * groups || shape[0] % groups != 0) {
            throw new Unreadable("it has " + channels + " channels and " + groups + " groups, and a kernel of shape "
                    + kernel.describe());
        }
        Windows window = Windows.of(applied.node(), x, sizes(applied.node(), shape));
        Padding padding = Padding.VALID;
        Optional<Padding> named = causal(window).or(() -> window.padding(x));
        Wire wire = x.wire();
        if (named.isPresent()) {
            padding = named.get();
        } else {
            wire = applied.part("padded", Spatial.padding(sides(window.before(), window.after())), wire);
        }
        boolean isDepthwise = groups > 1
                && shape[1] == 1
                && window.axes() < 3
                && padding != Padding.CAUSAL
                && window.strides().stream().distinct().count() == 1;
        List<Integer> spatial = IntStream.range(2, shape.length).boxed().toList();
        Map<String, Constant> weights = new HashMap<>();
        LayerSpec layer;
        if (isDepthwise) {
            layer = Spatial.depthwise(shape[0] / groups, window, padding);
            weights.put(
                    "kernel",
                    transposed(kernel, spatial, 1, 0).reshaped(with(spatial, shape, groups, shape[0] / groups)));
        } else {
            layer = Spatial.convolution(shape[0], window, padding, groups);
            weights.put("kernel", transposed(kernel, spatial, 1, 0));
        }
        return finished(applied, layer, weights, x.lyingAs(wire, x.here()), shape[0]);
    }

    static Tensor transposed(Applied applied) throws Unreadable {
        Constant kernel = applied.constant(1);
        Tensor x = channelsLast(applied, kernel.rank());
        int[] shape = kernel.shape();
        OnnxNode node = applied.node();
        if (node.integer("group", 1) != 1) {
            throw new Unreadable("its attribute group is " + node.integer("group", 1)
                    + ": transposed convolutions here have no groups");
        }
        if (!node.wholes("output_shape").isEmpty()) {
            throw new Unreadable("it has an attribute output_shape: export it with pads and output_padding");
        }
        Windows window = Windows.of(node, x, sizes(node, shape));
        List<Integer> extra = Windows.integers(node, "output_padding");
        if (extra.isEmpty()) {
            extra = IntStream.range(0, window.axes()).mapToObj(axis -> 0).toList();
        }
        TransposedWindows transposed = TransposedWindows.of(window, extra);
        LayerSpec layer = Spatial.transposed(shape[1], window, transposed.padding());
        boolean isSparse = transposed.padding() == Padding.VALID
                && IntStream.range(0, window.axes())
                        .anyMatch(axis -> window.reach(axis) < window.strides().get(axis));
        if (isSparse || transposed.added().stream().anyMatch(cells -> cells > 0)) {
            layer = Attributes.with(layer, "outputPadding", transposed.added());
        }
        List<Integer> spatial = IntStream.range(2, shape.length).boxed().toList();
        Map<String, Constant> weights = new HashMap<>();
        weights.put("kernel", transposed(kernel, spatial, 1, 0));
        if (!transposed.isCropped()) {
            return finished(applied, layer, weights, x, shape[1]);
        }
        Optional<Constant> bias = bias(applied, shape[1]);
        layer = Attributes.with(layer, "useBias", bias.isPresent());
        bias.ifPresent(given -> weights.put("bias", given));
        Wire wire = applied.layer(layer, weights, x.wire());
        wire = applied.part("cropped", Spatial.cropping(sides(transposed.cutBefore(), transposed.cutAfter())), wire);
        return channelsFirst(x, wire, shape[1]);
    }

    /** With the bias, and with the function that follows. */
    private static Tensor finished(
            Applied applied, LayerSpec layer, Map<String, Constant> weights, Tensor x, int filters) throws Unreadable {
        Optional<Constant> bias = bias(applied, filters);
        bias.ifPresent(given -> weights.put("bias", given));
        Activated activated = Activated.after(applied, applied.node());
        LayerSpec full = Attributes.with(layer, "useBias", bias.isPresent());
        if (activated.isThere()) {
            full = Attributes.with(full, "activation", activated.function());
        }
        return activated.of(channelsFirst(x, applied.layer(full, weights, x.wire()), filters));
    }

    private static Optional<Constant> bias(Applied applied, int filters) throws Unreadable {
        if (!applied.has(2)) {
            return Optional.empty();
        }
        Constant bias = applied.constant(2);
        if (bias.size() != filters) {
            throw new Unreadable("its bias is " + bias.describe() + ", expected " + filters + " numbers");
        }
        return Optional.of(bias.reshaped(filters));
    }

    static Tensor maxPooling(Applied applied) throws Unreadable {
        if (applied.following().isTaken(applied.node().output(1))) {
            throw new Unreadable("the places of its largest elements are used, which no layer here gives");
        }
        return pooling(applied, true);
    }

    static Tensor averagePooling(Applied applied) throws Unreadable {
        return pooling(applied, false);
    }

    private static Tensor pooling(Applied applied, boolean isMax) throws Unreadable {
        OnnxNode node = applied.node();
        List<Integer> sizes = Windows.integers(node, "kernel_shape");
        Tensor x = channelsLast(applied, sizes.size() + 2);
        Windows asStated = Windows.of(node, x, sizes);
        if (asStated.dilations().stream().anyMatch(rate -> rate != 1)) {
            throw new Unreadable("its attribute dilations is " + asStated.dilations() + ": poolings here have none");
        }
        Windows window = node.whole("ceil_mode", 0) == 0 ? asStated : asStated.roundedUp(x);
        Wire wire = x.wire();
        boolean countsZeros = !isMax && node.whole("count_include_pad", 0) != 0;
        Optional<Padding> padding = window.padding(x);
        List<Integer> strides = window.strides();
        if (countsZeros && !window.isValid()) {
            padding = Optional.of(Padding.VALID);
            if (window.isSame() || !window.after().equals(asStated.after())) {
                throw new Unreadable("it counts the cells around the input by a rule that no layer here has");
            }
            wire = applied.part("padded", Spatial.padding(sides(window.before(), window.after())), wire);
        } else if (padding.isEmpty() && isMax && x.notNegative()) {
            padding = Optional.of(Padding.VALID); // zeros are never larger than what is there
            wire = applied.part("padded", Spatial.padding(sides(window.before(), window.after())), wire);
        } else if (padding.isEmpty() && window.isCentred()) {
            List<Integer> ones = strides.stream().map(stride -> 1).toList();
            wire = applied.part("dense", Spatial.pooling(isMax, sizes, ones, Padding.SAME), wire); // at each cell
            wire = applied.layer(Spatial.pooling(isMax, ones, strides, Padding.VALID), wire); // then some of them
            return kept(x, channelsFirst(x, wire, -1), isMax);
        } else if (padding.isEmpty()) {
            throw new Unreadable("it puts " + window.before() + " cells before and " + window.after()
                    + " behind the axes of its input, which are not counted: no pooling here does this");
        }
        LayerSpec layer = Spatial.pooling(isMax, sizes, strides, padding.orElseThrow());
        return kept(x, channelsFirst(x, applied.layer(layer, wire), -1), isMax);
    }

    /** Poolings give no number below 0 if there is none. */
    private static Tensor kept(Tensor x, Tensor made, boolean isMax) {
        return isMax && x.notNegative() ? made.asNotNegative() : made;
    }

    static Tensor globalAverage(Applied applied) throws Unreadable {
        return globalPooling(applied, false);
    }

    static Tensor globalMax(Applied applied) throws Unreadable {
        return globalPooling(applied, true);
    }

    private static Tensor globalPooling(Applied applied, boolean isMax) throws Unreadable {
        Tensor x = channelsLast(applied, applied.tensor(0).rank());
        Wire wire = applied.layer(Spatial.globalPooling(isMax, x.rank() - 2), x.wire());
        List<List<Atom>> onnx = new ArrayList<>(x.onnx().subList(0, 2));
        IntStream.range(2, x.rank()).forEach(axis -> onnx.add(List.of()));
        return kept(x, new Tensor(wire, onnx, x.onnx().subList(0, 2)), isMax);
    }

    /** The first input with its axes here as layers have them: examples, axes, channels. */
    static Tensor channelsLast(Applied applied, int rank) throws Unreadable {
        Tensor x = applied.tensor(0);
        if (x.rank() != rank || rank < 3) {
            throw new Unreadable("its input has the shape " + x.shape() + ", expected " + Math.max(rank, 3)
                    + " axes: examples, channels and at least one more");
        }
        if (!x.onnx().get(0).equals(List.of(x.batch()))) {
            throw new Unreadable(
                    "its input has the shape " + x.shape() + ", expected the examples alone as first axis");
        }
        List<List<Atom>> axes = new ArrayList<>(x.onnx());
        axes.add(axes.remove(1));
        return applied.arranging().arranged(x, axes);
    }

    /** What a layer makes of such a tensor, with that many channels, or as many as before. */
    static Tensor channelsFirst(Tensor x, Wire wire, int channels) {
        List<List<Atom>> here = new ArrayList<>(List.of(x.here().get(0)));
        for (int axis = 0; axis < x.rank() - 2; axis++) {
            Dim size = wire.type().shape().dim(axis);
            List<Atom> before = x.here().get(axis + 1);
            here.add(Atom.size(before).equals(size) ? before : Atom.axis(size));
        }
        here.add(channels < 0 ? x.here().get(x.rank() - 1) : Atom.axis(Dim.of(channels)));
        List<List<Atom>> onnx = new ArrayList<>(here);
        onnx.add(1, onnx.remove(onnx.size() - 1));
        return new Tensor(wire, onnx, here);
    }

    private static long channels(Tensor x) {
        return x.size(1).isKnown() ? x.size(1).size() : -1;
    }

    /** Only steps before are put there: so it is with windows that see no later step. */
    private static Optional<Padding> causal(Windows window) {
        return window.axes() == 1
                        && !window.isSame()
                        && window.reach(0) > 1
                        && window.strides().get(0) == 1
                        && window.after().get(0) == 0
                        && window.before().get(0) == window.reach(0) - 1
                ? Optional.of(Padding.CAUSAL)
                : Optional.empty();
    }

    private static List<Integer> sizes(OnnxNode node, int... kernel) throws Unreadable {
        List<Integer> sizes =
                IntStream.range(2, kernel.length).mapToObj(axis -> kernel[axis]).toList();
        List<Integer> stated = Windows.integers(node, "kernel_shape");
        if (!stated.isEmpty() && !stated.equals(sizes)) {
            throw new Unreadable("its attribute kernel_shape is " + stated + ", and its kernel has " + sizes);
        }
        return sizes;
    }

    private static Constant transposed(Constant kernel, List<Integer> spatial, int second, int last) throws Unreadable {
        List<Integer> axes = new ArrayList<>(spatial);
        axes.add(second);
        axes.add(last);
        int[] shape = kernel.shape();
        return kernel.picked(
                Index.transposed(shape, axes),
                axes.stream().mapToInt(axis -> shape[axis]).toArray());
    }

    private static int[] with(List<Integer> spatial, int[] shape, int channels, int each) {
        return IntStream.concat(spatial.stream().mapToInt(axis -> shape[axis]), IntStream.of(channels, each))
                .toArray();
    }

    private static List<Integer> sides(List<Integer> before, List<Integer> after) throws Unreadable {
        List<Integer> sides = new ArrayList<>();
        for (int axis = 0; axis < before.size(); axis++) {
            if (before.get(axis) < 0 || after.get(axis) < 0) {
                throw new Unreadable("its pads are below 0: " + before + " and " + after);
            }
            sides.add(before.get(axis));
            sides.add(after.get(axis));
        }
        return sides;
    }
}
