package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window that is laid down in the result, once for each cell of the input: the arithmetic and the shape rule of transposed
 * convolutions, by the formulas of Keras. With a window that reaches r cells and strides s, n cells become
 *
 * <ul>
 *   <li>VALID: {@code (n - 1) s + r + outputPadding}, or without outputPadding {@code (n - 1) s + max(r, s)};
 *   <li>SAME: {@code (n - 1) s + r mod 2 + outputPadding}, or without outputPadding {@code n s}.
 * </ul>
 *
 * What the windows reach beyond this is cut off, the odd cell at the end; what they do not reach is 0.
 *
 * @param window sizes, strides in the result, dilations and padding
 * @param outputPadding cells added to each axis of the result; empty if the padding alone says its size
 */
public record TransposedWindow(Window window, List<Integer> outputPadding) {

    public TransposedWindow {
        outputPadding = List.copyOf(outputPadding);
    }

    /** A window with one outputPadding for all axes, one an axis, or none. */
    public static TransposedWindow of(Window window, List<Integer> outputPadding) {
        return new TransposedWindow(
                window, outputPadding.isEmpty() ? outputPadding : Window.spread(outputPadding, window.axes()));
    }

    /** What is wrong with the attributes of a transposed convolution over {@code axes} axes. */
    public static void check(
            AttributeChecks checks,
            int axes,
            List<Integer> kernelSize,
            List<Integer> strides,
            List<Integer> dilationRate,
            Padding padding,
            List<Integer> outputPadding) {
        WindowRules.checkSizes(checks, axes, kernelSize, strides, dilationRate);
        WindowRules.checkStridesOrDilation(checks, strides, dilationRate);
        WindowRules.checkPadding(checks, padding, false);
        if (outputPadding.isEmpty()) {
            return;
        }
        boolean counts = checks.oneForAllOrEach("outputPadding", outputPadding, axes);
        checks.require(
                outputPadding.stream().allMatch(cells -> cells >= 0), "outputPadding", outputPadding, "at least 0");
        if (counts && (strides.size() == 1 || strides.size() == axes)) {
            List<Integer> added = Window.spread(outputPadding, axes);
            List<Integer> steps = Window.spread(strides, axes);
            boolean below = true;
            for (int axis = 0; axis < axes; axis++) {
                below &= added.get(axis) < steps.get(axis);
            }
            checks.require(below, "outputPadding", outputPadding, "below strides = " + AttributeText.format(strides));
        }
    }

    /** The size of the result on an axis for an input of this length. */
    public Dim length(int axis, Dim length) {
        long reach = window.reach(axis);
        int stride = window.stride(axis);
        boolean same = window.padding() == Padding.SAME;
        if (outputPadding.isEmpty()) {
            return length.times(stride).plus(same ? 0 : Math.max(reach - stride, 0));
        }
        return length.times(stride).plus((same ? reach % 2 : reach) + outputPadding.get(axis) - stride);
    }

    /** The cells cut off before an axis of the result, for an input of this length. */
    public long cutBefore(int axis, long length) {
        return cut(axis, length) / 2;
    }

    /** The cells cut off after an axis of the result, for an input of this length: the odd one comes here. */
    public long cutAfter(int axis, long length) {
        return cut(axis, length) - cut(axis, length) / 2;
    }

    private long cut(int axis, long length) {
        long reached = (length - 1) * window.stride(axis) + window.reach(axis);
        return Math.max(reached - length(axis, Dim.of(length)).size(), 0);
    }

    /** The shape rule of a transposed convolution: spatial axes by this window, then {@code filters} channels. */
    public Inference convolution(List<TensorType> inputs, int filters, ActivationFunction activation) {
        TensorType input = inputs.get(0);
        Optional<Mismatch> wrong = Rules.first(
                WindowRules.convolvable(inputs, window.axes()),
                () -> empty(input),
                () -> Rules.activationFits(activation, Dim.of(filters)));
        if (wrong.isPresent()) {
            return Inference.failure(wrong.get());
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < window.axes(); axis++) {
            dims.add(length(axis, input.shape().dim(axis)));
        }
        List<Assumption> assumptions = new ArrayList<>();
        dims.forEach(dim -> Rules.atLeast(dim, 1).ifPresent(assumptions::add));
        dims.add(Dim.of(filters));
        return Inference.type(input.withShape(Rules.activated(activation, new Shape(dims)))
                        .withMask(false))
                .assuming(assumptions);
    }

    /** The shape of the kernel: the window, filters, input channels. */
    public Shape kernel(List<TensorType> inputs, int filters) {
        return WindowRules.kernel(window, Dim.of(filters), inputs.get(0).shape().last());
    }

    /** Only SAME with an outputPadding can leave nothing: of one cell under an even window. */
    private Optional<Mismatch> empty(TensorType input) {
        for (int axis = 0; axis < window.axes(); axis++) {
            Dim length = input.shape().dim(axis);
            Dim result = length(axis, length);
            if (result.isKnown() && result.size() < 1) {
                String name = WindowRules.axisName(window.axes(), axis);
                return Optional.of(new Mismatch.Empty(
                        0,
                        axis,
                        name,
                        "(" + name + " - 1) * stride + window mod 2 + outputPadding",
                        "(" + length + " - 1) * " + window.stride(axis) + " + " + window.reach(axis) + " mod 2 + "
                                + outputPadding.get(axis) + " = " + result));
            }
        }
        return Optional.empty();
    }
}
