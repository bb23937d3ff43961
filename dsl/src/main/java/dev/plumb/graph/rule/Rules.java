package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The vocabulary of shape rules: what several layers require of their inputs. Each answers with what does not fit, or nothing. */
public final class Rules {
    private Rules() {}

    /** The first requirement that does not hold; later ones may rely on earlier ones. */
    @SafeVarargs
    public static Optional<Mismatch> first(Optional<Mismatch> first, Supplier<Optional<Mismatch>>... others) {
        Optional<Mismatch> found = first;
        for (Supplier<Optional<Mismatch>> other : others) {
            found = found.isPresent() ? found : other.get();
        }
        return found;
    }

    /** An operand of exactly this rank; {@code axes} names them. */
    public static Optional<Mismatch> rank(List<TensorType> inputs, int operand, int rank, String axes) {
        return inputs.get(operand).rank() == rank
                ? Optional.empty()
                : Optional.of(new Mismatch.Rank(operand, "rank " + rank + " (" + axes + ")"));
    }

    /** An operand of this rank or more. */
    public static Optional<Mismatch> rankAtLeast(List<TensorType> inputs, int operand, int rank, String axes) {
        return inputs.get(operand).rank() >= rank
                ? Optional.empty()
                : Optional.of(new Mismatch.Rank(operand, "rank " + rank + " or more (" + axes + ")"));
    }

    /** A float operand. */
    public static Optional<Mismatch> floats(List<TensorType> inputs, int operand) {
        return dtype(inputs, operand, DType.FLOAT32);
    }

    /** An operand of one of these element types. */
    public static Optional<Mismatch> dtype(List<TensorType> inputs, int operand, DType... expected) {
        return List.of(expected).contains(inputs.get(operand).dtype())
                ? Optional.empty()
                : Optional.of(new Mismatch.WrongDtype(operand, List.of(expected)));
    }

    /** An axis whose size must be known; {@code why} says what depends on it. */
    public static Optional<Mismatch> known(List<TensorType> inputs, int operand, int axis, String why) {
        return inputs.get(operand).shape().dim(axis).isKnown()
                ? Optional.empty()
                : Optional.of(new Mismatch.UnknownSize(operand, axis, why));
    }

    /** An input of floats with channels along an axis, of a known number; {@code why} says what the number is needed for. */
    public static Optional<Mismatch> channels(List<TensorType> inputs, int axis, String why) {
        return first(
                rankAtLeast(inputs, 0, 1, "channels last"),
                () -> floats(inputs, 0),
                () -> axisExists(inputs.get(0), axis),
                () -> known(inputs, 0, axisOfShape(axis), why));
    }

    /** An axis, counted with the batch axis as 0 or from the end, that the input has. */
    public static Optional<Mismatch> axisExists(TensorType input, int axis) {
        int rank = input.rank();
        return (axis > 0 && axis <= rank) || (axis < 0 && axis >= -rank)
                ? Optional.empty()
                : Optional.of(new Mismatch.BadAttribute(
                        "axis", -1, Integer.toString(axis), "from 1 to " + rank + " or from -" + rank + " to -1"));
    }

    /** Axes as {@link #axisExists} takes them, all there and none twice. */
    public static Optional<Mismatch> axesExist(TensorType input, List<Integer> axes) {
        for (int axis : axes) {
            Optional<Mismatch> wrong = axisExists(input, axis);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        long different = axes.stream()
                .map(axis -> axis < 0 ? axis + input.rank() : axis - 1)
                .distinct()
                .count();
        return different == axes.size()
                ? Optional.empty()
                : Optional.of(
                        new Mismatch.BadAttribute("axis", -1, AttributeText.format(axes), "each axis at most once"));
    }

    /** The axis of a shape without batch axis for an axis of Keras, which counts the batch axis as 0. */
    public static int axisOfShape(int axis) {
        return axis > 0 ? axis - 1 : axis;
    }

    /** The assumption that a symbolic size is at least this large, unless it always is. */
    public static Optional<Assumption> atLeast(Dim size, long minimum) {
        if (size.isKnown() || size.isAtLeast(minimum)) {
            return Optional.empty();
        }
        return Optional.of(Assumption.atLeast(size, minimum));
    }

    /** The assumption that two sizes are equal, unless they always are. */
    public static Optional<Assumption> equal(Dim left, Dim right) {
        return left.compare(right) == Dim.Comparison.EQUAL
                ? Optional.empty()
                : Optional.of(Assumption.equal(left, right));
    }

    /** An axis of known size that the attribute {@code groups} splits into equal parts; {@code what} names the size. */
    public static Optional<Mismatch> splits(List<TensorType> inputs, int axis, int groups, String what) {
        Dim size = inputs.get(0).shape().dim(axis);
        return size.size() % groups == 0
                ? Optional.empty()
                : Optional.of(new Mismatch.NotDivisible(0, "groups", what, size, groups));
    }

    /** What an activation requires of an input that nothing else is done to: the attribute that states it is {@code value}. */
    public static Optional<Mismatch> activationFits(ActivationFunction activation, TensorType input) {
        if (input.rank() == 0) {
            return activation == ActivationFunction.GLU || needsLastAxis(activation)
                    ? Optional.of(new Mismatch.Rank(0, "rank 1 or more (features last)"))
                    : Optional.empty();
        }
        return isHalved("value", activation, input.shape().last());
    }

    /** What an activation requires of a last axis that the layer makes itself. */
    public static Optional<Mismatch> activationFits(ActivationFunction activation, Dim last) {
        return isHalved("activation", activation, last);
    }

    /** What an activation requires of a result that the layer makes itself, which may have no axis. */
    public static Optional<Mismatch> activationFits(ActivationFunction activation, Shape made) {
        if (made.rank() > 0) {
            return activationFits(activation, made.last());
        }
        return activation == ActivationFunction.GLU || needsLastAxis(activation)
                ? Optional.of(new Mismatch.BadAttribute(
                        "activation", -1, activation.name(), "one for single numbers: the result has no last axis"))
                : Optional.empty();
    }

    /** GLU halves the last axis, so it has to be even. */
    private static Optional<Mismatch> isHalved(String attribute, ActivationFunction activation, Dim last) {
        return activation == ActivationFunction.GLU && last.divisibleBy(2) == Dim.Comparison.DIFFERENT
                ? Optional.of(new Mismatch.NotDivisible(0, attribute, "the last axis of its result", last, 2))
                : Optional.empty();
    }

    /** What {@link #activationFits} leaves open where the last axis is symbolic. */
    public static List<Assumption> activationAssumptions(ActivationFunction activation, TensorType input) {
        return activation == ActivationFunction.GLU && input.shape().last().divisibleBy(2) == Dim.Comparison.UNKNOWN
                ? List.of(Assumption.multiple(input.shape().last(), 2))
                : List.of();
    }

    /** The shape after an activation: GLU halves the last axis. */
    public static Shape activated(ActivationFunction activation, Shape shape) {
        return activation == ActivationFunction.GLU
                ? shape.with(-1, shape.last().floorDividedBy(2))
                : shape;
    }

    /** A noise shape has one entry an axis: 1, -1, or the axis's size. */
    public static Optional<Mismatch> noiseShapeFits(TensorType input, List<Integer> noiseShape) {
        boolean fits = noiseShape.isEmpty() || noiseShape.size() == input.rank();
        for (int axis = 0; fits && axis < noiseShape.size(); axis++) {
            int noise = noiseShape.get(axis);
            fits = noise == 1
                    || noise == -1
                    || input.shape().dim(axis).compare(Dim.of(noise)) != Dim.Comparison.DIFFERENT;
        }
        return fits
                ? Optional.empty()
                : Optional.of(new Mismatch.BadAttribute(
                        "noiseShape",
                        -1,
                        AttributeText.format(noiseShape),
                        "one entry an axis of " + input.shape() + ", each 1, -1 or the axis's size"));
    }

    /** What {@link #noiseShapeFits} leaves open where the input has symbolic sizes. */
    public static List<Assumption> noiseShapeAssumptions(TensorType input, List<Integer> noiseShape) {
        List<Assumption> assumptions = new ArrayList<>();
        for (int axis = 0; axis < noiseShape.size(); axis++) {
            int noise = noiseShape.get(axis);
            if (noise > 1) {
                equal(input.shape().dim(axis), Dim.of(noise)).ifPresent(assumptions::add);
            }
        }
        return assumptions;
    }

    /**
     * The rule of element-wise merging layers: shapes are aligned at their last axis; sizes are equal or 1 (Keras: merging layers,
     * the batch axis stays out). The result is masked if every input is.
     */
    public static Inference elementwise(List<TensorType> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            Optional<Mismatch> wrong = floats(inputs, i);
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
        }
        int rank = inputs.stream().mapToInt(TensorType::rank).max().orElse(0);
        List<Dim> merged = new ArrayList<>(Collections.nCopies(rank, Dim.of(1)));
        List<Assumption> assumptions = new ArrayList<>();
        for (int operand = 0; operand < inputs.size(); operand++) {
            Shape shape = inputs.get(operand).shape();
            for (int back = 1; back <= shape.rank(); back++) {
                Dim left = merged.get(rank - back);
                Dim right = shape.dim(-back);
                if (!canBroadcast(left, right)) {
                    int blamed = disagreeing(inputs, operand, back);
                    return Inference.failure(
                            inputs.get(blamed).rank() == shape.rank()
                                    ? new Mismatch.DifferentShapes(blamed, operand)
                                    : new Mismatch.NoBroadcast(blamed, operand, -back, left, right));
                }
                if (left.compare(right) != Dim.Comparison.EQUAL && !isOne(left) && !isOne(right)) {
                    assumptions.add(Assumption.broadcast(left, right));
                }
                merged.set(rank - back, left.broadcast(right));
            }
        }
        boolean masked = inputs.stream().allMatch(TensorType::masked);
        return Inference.type(new TensorType(new Shape(merged), DType.FLOAT32, masked))
                .assuming(assumptions);
    }

    /** The first operand before this one whose size on an axis, counted from the end, does not go with its own. */
    private static int disagreeing(List<TensorType> inputs, int operand, int back) {
        Dim size = inputs.get(operand).shape().dim(-back);
        for (int other = 0; other < operand; other++) {
            Shape shape = inputs.get(other).shape();
            if (shape.rank() >= back && !canBroadcast(shape.dim(-back), size)) {
                return other;
            }
        }
        return 0;
    }

    /** Whether two sizes may be equal, or one of them 1. Two sizes over one name that differ are not meant to be 1. */
    private static boolean canBroadcast(Dim left, Dim right) {
        return left.compare(right) != Dim.Comparison.DIFFERENT
                || isOne(left)
                || isOne(right)
                || (left.isKnown() != right.isKnown() && (canBeOne(left) || canBeOne(right)));
    }

    private static boolean isOne(Dim size) {
        return size.equals(Dim.of(1));
    }

    private static boolean canBeOne(Dim size) {
        return size.compare(Dim.of(1)) != Dim.Comparison.DIFFERENT;
    }

    /** The rule of concatenation along an axis of Keras, which counts the batch axis as 0. */
    public static Inference concatenated(List<TensorType> inputs, int axis) {
        TensorType first = inputs.get(0);
        Optional<Mismatch> wrong = first(rankAtLeast(inputs, 0, 1, "features last"), () -> axisExists(first, axis));
        if (wrong.isPresent()) {
            return Inference.failure(wrong.get());
        }
        int joined = axis < 0 ? axis + first.rank() : axis - 1;
        Shape shape = first.shape();
        List<Assumption> assumptions = new ArrayList<>();
        for (int operand = 1; operand < inputs.size(); operand++) {
            TensorType other = inputs.get(operand);
            if (other.rank() != first.rank()) {
                return Inference.failure(new Mismatch.Rank(operand, "rank " + first.rank() + ", like its first input"));
            }
            if (other.dtype() != first.dtype()) {
                return Inference.failure(new Mismatch.WrongDtype(operand, List.of(first.dtype())));
            }
            for (int i = 0; i < first.rank(); i++) {
                Dim size = other.shape().dim(i);
                if (i == joined) {
                    shape = shape.with(i, shape.dim(i).plus(size));
                } else if (shape.dim(i).compare(size) == Dim.Comparison.DIFFERENT) {
                    return Inference.failure(new Mismatch.DifferentBesidesAxis(0, operand, joined + 1, i + 1));
                } else if (shape.dim(i).compare(size) == Dim.Comparison.UNKNOWN) {
                    assumptions.add(Assumption.equal(shape.dim(i), size));
                    shape = size.isKnown() ? shape.with(i, size) : shape;
                }
            }
        }
        boolean masked = inputs.stream().anyMatch(TensorType::masked);
        return Inference.type(new TensorType(shape, first.dtype(), masked)).assuming(assumptions);
    }

    private static boolean needsLastAxis(ActivationFunction activation) {
        return activation.isDistribution() || activation == ActivationFunction.LOG_SOFTMAX;
    }
}
