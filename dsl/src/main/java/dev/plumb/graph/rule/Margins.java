package dev.plumb.graph.rule;

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

/** Rows above and below an image and columns left and right of it: what is put around it, or cut off. */
public record Margins(int top, int bottom, int left, int right) {

    /** From one number for all sides, {@code {height, width}}, or {@code {top, bottom, left, right}}. */
    public static Margins of(List<Integer> sides) {
        return switch (sides.size()) {
            case 1 -> new Margins(sides.get(0), sides.get(0), sides.get(0), sides.get(0));
            case 2 -> new Margins(sides.get(0), sides.get(0), sides.get(1), sides.get(1));
            case 4 -> new Margins(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
            default -> throw new IllegalArgumentException("margins are 1, 2 or 4 numbers, not " + sides);
        };
    }

    /** What is wrong with an attribute that {@link #of} reads. */
    public static void check(AttributeChecks checks, String attribute, List<Integer> sides) {
        checks.require(
                sides.size() == 1 || sides.size() == 2 || sides.size() == 4,
                attribute,
                sides,
                "one number, {height, width} or {top, bottom, left, right}");
        checks.require(sides.stream().allMatch(side -> side >= 0), attribute, sides, "at least 0 on each side");
    }

    /** The shape rule of padding (height, width, channels). */
    public Inference padded(List<TensorType> inputs) {
        return resized(inputs, 1);
    }

    /** The shape rule of cropping (height, width, channels): something has to be left. */
    public Inference cropped(List<TensorType> inputs) {
        return resized(inputs, -1);
    }

    private Inference resized(List<TensorType> inputs, int sign) {
        TensorType input = inputs.get(0);
        return Rules.first(
                        WindowRules.spatialRank(inputs, 2),
                        () -> Rules.floats(inputs, 0),
                        () -> sign > 0 ? Optional.empty() : left(input, 0, "height", "top", top, "bottom", bottom),
                        () -> sign > 0 ? Optional.empty() : left(input, 1, "width", "left", left, "right", right))
                .map(Inference::failure)
                .orElseGet(() -> {
                    Shape shape = input.shape();
                    Dim height = shape.dim(0).plus(sign * ((long) top + bottom));
                    Dim width = shape.dim(1).plus(sign * ((long) left + right));
                    List<Assumption> assumptions = new ArrayList<>();
                    if (sign < 0) {
                        Rules.atLeast(shape.dim(0), 1L + top + bottom).ifPresent(assumptions::add);
                        Rules.atLeast(shape.dim(1), 1L + left + right).ifPresent(assumptions::add);
                    }
                    return Inference.type(input.withShape(shape.with(0, height).with(1, width))
                                    .withMask(false))
                            .assuming(assumptions);
                });
    }

    private static Optional<Mismatch> left(
            TensorType input, int axis, String name, String first, int before, String second, int after) {
        Dim length = input.shape().dim(axis);
        Dim rest = length.plus(-(long) before - after);
        return rest.isKnown() && rest.size() < 1
                ? Optional.of(new Mismatch.Empty(
                        0,
                        axis,
                        name,
                        name + " - " + first + " - " + second,
                        length + " - " + before + " - " + after + " = " + rest))
                : Optional.empty();
    }
}
