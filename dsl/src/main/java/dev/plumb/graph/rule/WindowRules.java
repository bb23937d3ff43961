package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The shape rules of layers with a {@link Window}: convolutions and poolings, channels last. */
public final class WindowRules {
    private static final List<List<String>> AXES =
            List.of(List.of(), List.of("time"), List.of("height", "width"), List.of("depth", "height", "width"));

    private WindowRules() {}

    /** What is wrong with the attributes of a convolution over {@code axes} axes. */
    public static void checkConvolution(
            AttributeChecks checks,
            int axes,
            List<Integer> kernelSize,
            List<Integer> strides,
            List<Integer> dilationRate,
            Padding padding) {
        checkSizes(checks, axes, kernelSize, strides, dilationRate);
        checkStridesOrDilation(checks, strides, dilationRate);
        checkPadding(checks, padding, axes == 1);
    }

    /** What is wrong with the attributes of a depthwise convolution over {@code axes} axes: here strides and dilation may go together. */
    public static void checkDepthwise(
            AttributeChecks checks,
            int axes,
            List<Integer> kernelSize,
            List<Integer> strides,
            List<Integer> dilationRate,
            Padding padding,
            int depthMultiplier) {
        checkSizes(checks, axes, kernelSize, strides, dilationRate);
        checkPadding(checks, padding, false);
        checks.positive("depthMultiplier", depthMultiplier);
    }

    static void checkSizes(
            AttributeChecks checks,
            int axes,
            List<Integer> kernelSize,
            List<Integer> strides,
            List<Integer> dilationRate) {
        checks.positiveSizes("kernelSize", kernelSize, axes);
        checks.positiveSizes("strides", strides, axes);
        checks.positiveSizes("dilationRate", dilationRate, axes);
    }

    static void checkStridesOrDilation(AttributeChecks checks, List<Integer> strides, List<Integer> dilationRate) {
        checks.require(
                strides.stream().allMatch(stride -> stride <= 1)
                        || dilationRate.stream().allMatch(rate -> rate <= 1),
                "dilationRate",
                dilationRate,
                "1 where strides are above 1");
    }

    /** Filters are split evenly into groups. */
    public static void checkGroups(AttributeChecks checks, int filters, int groups) {
        checks.positive("groups", groups);
        checks.require(groups < 1 || filters % groups == 0, "groups", groups, "a divisor of filters = " + filters);
    }

    /** What is wrong with the attributes of a pooling over {@code axes} axes. */
    public static void checkPooling(
            AttributeChecks checks, int axes, List<Integer> poolSize, List<Integer> strides, Padding padding) {
        checks.positiveSizes("poolSize", poolSize, axes);
        if (!strides.isEmpty()) {
            checks.positiveSizes("strides", strides, axes);
        }
        checkPadding(checks, padding, false);
    }

    static void checkPadding(AttributeChecks checks, Padding padding, boolean causal) {
        checks.require(
                padding != Padding.CAUSAL || causal, "padding", padding, "VALID or SAME: only Conv1D can be CAUSAL");
    }

    /** The shape rule of a convolution: spatial axes by the window, then {@code filters} channels. */
    public static Inference convolution(
            List<TensorType> inputs, Window window, int filters, int groups, ActivationFunction activation) {
        return convolution(inputs, window, channels -> Dim.of(filters), groups, activation);
    }

    /** The shape rule of a depthwise convolution: spatial axes by the window, then {@code depthMultiplier} channels for each. */
    public static Inference depthwise(
            List<TensorType> inputs, Window window, int depthMultiplier, ActivationFunction activation) {
        return convolution(inputs, window, channels -> channels.times(depthMultiplier), 1, activation);
    }

    private static Inference convolution(
            List<TensorType> inputs,
            Window window,
            UnaryOperator<Dim> filters,
            int groups,
            ActivationFunction activation) {
        TensorType input = inputs.get(0);
        Optional<Mismatch> wrong = Rules.first(
                convolvable(inputs, window.axes()),
                () -> Rules.splits(inputs, -1, groups, "the number of channels"),
                () -> empty(input, window),
                () -> Rules.activationFits(
                        activation, filters.apply(input.shape().last())));
        if (wrong.isPresent()) {
            return Inference.failure(wrong.get());
        }
        Shape convolved =
                slid(input.shape(), window, filters.apply(input.shape().last()));
        return Inference.type(
                        input.withShape(Rules.activated(activation, convolved)).withMask(false))
                .assuming(assumptions(input, window));
    }

    /** An input that a kernel over {@code axes} axes can read. */
    static Optional<Mismatch> convolvable(List<TensorType> inputs, int axes) {
        return Rules.first(
                spatialRank(inputs, axes),
                () -> Rules.floats(inputs, 0),
                () -> Rules.known(inputs, 0, -1, "the kernel has that many channels"));
    }

    /** The shape of a convolution's kernel: the window, input channels a group, filters. */
    public static Shape kernel(List<TensorType> inputs, Window window, int filters, int groups) {
        return kernel(window, inputs.get(0).shape().last().floorDividedBy(groups), Dim.of(filters));
    }

    /** The shape of a depthwise kernel: the window, input channels, filters for each of them. */
    public static Shape depthwiseKernel(List<TensorType> inputs, Window window, int depthMultiplier) {
        return kernel(window, inputs.get(0).shape().last(), Dim.of(depthMultiplier));
    }

    /** The shape of the kernel that mixes what a depthwise kernel made: a window of one point, the channels it made, filters. */
    public static Shape pointwiseKernel(List<TensorType> inputs, Window window, int depthMultiplier, int filters) {
        Window point = Window.of(window.axes(), List.of(1), List.of(1), List.of(1), Padding.VALID);
        return kernel(point, inputs.get(0).shape().last().times(depthMultiplier), Dim.of(filters));
    }

    static Shape kernel(Window window, Dim before, Dim last) {
        List<Dim> dims = new ArrayList<>();
        window.sizes().forEach(size -> dims.add(Dim.of(size)));
        dims.add(before);
        dims.add(last);
        return new Shape(dims);
    }

    /** The shape rule of a pooling: spatial axes by the window, channels kept. */
    public static Inference pooling(List<TensorType> inputs, Window window) {
        TensorType input = inputs.get(0);
        return Rules.first(
                        spatialRank(inputs, window.axes()), () -> Rules.floats(inputs, 0), () -> empty(input, window))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(input.withShape(slid(
                                        input.shape(), window, input.shape().last()))
                                .withMask(false))
                        .assuming(assumptions(input, window)));
    }

    /** The shape rule of a pooling over all of its {@code axes} axes: channels are left, before them axes of size 1 if they are kept. */
    public static Inference globalPooling(List<TensorType> inputs, int axes, boolean keepdims) {
        TensorType input = inputs.get(0);
        return Rules.first(spatialRank(inputs, axes), () -> Rules.floats(inputs, 0))
                .map(Inference::failure)
                .orElseGet(() -> {
                    List<Dim> dims = new ArrayList<>(Collections.nCopies(keepdims ? axes : 0, Dim.of(1)));
                    dims.add(input.shape().last());
                    return Inference.type(input.withShape(new Shape(dims)).withMask(false));
                });
    }

    /** An input of {@code axes} spatial axes and channels. */
    public static Optional<Mismatch> spatialRank(List<TensorType> inputs, int axes) {
        String names = String.join(", ", AXES.get(axes)) + ", channels";
        return Rules.rank(inputs, 0, axes + 1, names);
    }

    static String axisName(int axes, int axis) {
        return AXES.get(axes).get(axis);
    }

    static List<String> axisNames(int axes) {
        return AXES.get(axes);
    }

    private static Shape slid(Shape input, Window window, Dim channels) {
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < window.axes(); axis++) {
            dims.add(window.positions(axis, input.dim(axis)));
        }
        dims.add(channels);
        return new Shape(dims);
    }

    private static Optional<Mismatch> empty(TensorType input, Window window) {
        for (int axis = 0; axis < window.axes(); axis++) {
            Dim length = input.shape().dim(axis);
            Dim positions = window.positions(axis, length);
            if (positions.isKnown() && positions.size() < 1) {
                long reach = window.reach(axis);
                int stride = window.stride(axis);
                String name = axisName(window.axes(), axis);
                return Optional.of(new Mismatch.Empty(
                        0,
                        axis,
                        name,
                        "(" + name + " - window) / stride + 1",
                        "(" + length + " - " + reach + ") / " + stride + " + 1 = " + positions));
            }
        }
        return Optional.empty();
    }

    /** Without padding, an axis must be as long as the window. */
    private static List<Assumption> assumptions(TensorType input, Window window) {
        List<Assumption> assumptions = new ArrayList<>();
        for (int axis = 0; axis < window.axes() && window.padding() == Padding.VALID; axis++) {
            Rules.atLeast(input.shape().dim(axis), window.reach(axis)).ifPresent(assumptions::add);
        }
        return assumptions;
    }
}
