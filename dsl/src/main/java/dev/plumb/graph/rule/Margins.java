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

/**
 * How much is put around the axes between batch and channels, or cut off them: zeros, rows and columns.
 *
 * @param before cells before each axis
 * @param after cells after each axis
 */
public record Margins(List<Integer> before, List<Integer> after) {
    private static final List<List<String>> SIDES = List.of(
            List.of(),
            List.of("left", "right"),
            List.of("top", "bottom", "left", "right"),
            List.of("front", "back", "top", "bottom", "left", "right"));

    public Margins {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Of one number for all sides, one an axis for both of its sides, or two an axis: {@code {top, bottom, left, right}}. */
    public static Margins of(int axes, List<Integer> sides) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            boolean pairs = sides.size() == 2 * axes;
            int single = sides.size() == 1 ? 0 : axis;
            before.add(sides.get(pairs ? 2 * axis : single));
            after.add(sides.get(pairs ? 2 * axis + 1 : single));
        }
        return new Margins(before, after);
    }

    /** What is wrong with an attribute that {@link #of} reads. */
    public static void check(AttributeChecks checks, String attribute, int axes, List<Integer> sides) {
        String each = "{" + String.join(", ", SIDES.get(axes)) + "}";
        String either = axes == 1 ? " or " : ", {" + String.join(", ", WindowRules.axisNames(axes)) + "} or ";
        checks.require(
                sides.size() == 1 || sides.size() == axes || sides.size() == 2 * axes,
                attribute,
                sides,
                "one number" + either + each);
        checks.require(sides.stream().allMatch(side -> side >= 0), attribute, sides, "at least 0 on each side");
    }

    /** The shape rule of padding. */
    public Inference padded(List<TensorType> inputs) {
        return resized(inputs, 1);
    }

    /** The shape rule of cropping: something has to be left. */
    public Inference cropped(List<TensorType> inputs) {
        return resized(inputs, -1);
    }

    private int axes() {
        return before.size();
    }

    private long both(int axis) {
        return (long) before.get(axis) + after.get(axis);
    }

    private Inference resized(List<TensorType> inputs, int sign) {
        TensorType input = inputs.get(0);
        Optional<Mismatch> wrong = Rules.first(
                WindowRules.spatialRank(inputs, axes()),
                () -> Rules.floats(inputs, 0),
                () -> sign > 0 ? Optional.empty() : nothingLeft(input));
        if (wrong.isPresent()) {
            return Inference.failure(wrong.get());
        }
        Shape shape = input.shape();
        List<Assumption> assumptions = new ArrayList<>();
        for (int axis = 0; axis < axes(); axis++) {
            if (sign < 0) {
                Rules.atLeast(shape.dim(axis), 1 + both(axis)).ifPresent(assumptions::add);
            }
            shape = shape.with(axis, shape.dim(axis).plus(sign * both(axis)));
        }
        return Inference.type(input.withShape(shape).withMask(false)).assuming(assumptions);
    }

    private Optional<Mismatch> nothingLeft(TensorType input) {
        for (int axis = 0; axis < axes(); axis++) {
            Dim length = input.shape().dim(axis);
            Dim rest = length.plus(-both(axis));
            if (rest.isKnown() && rest.size() < 1) {
                String name = WindowRules.axisName(axes(), axis);
                List<String> sides = SIDES.get(axes()).subList(2 * axis, 2 * axis + 2);
                return Optional.of(new Mismatch.Empty(
                        0,
                        axis,
                        name,
                        name + " - " + String.join(" - ", sides),
                        length + " - " + before.get(axis) + " - " + after.get(axis) + " = " + rest));
            }
        }
        return Optional.empty();
    }
}
