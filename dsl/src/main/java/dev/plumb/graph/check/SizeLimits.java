package dev.plumb.graph.check;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.SizeLimitException;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is larger than any model can be: an axis beyond {@link Dim#LARGEST_AXIS}, elements or parameters beyond {@link Dim#LARGEST}. Small
 * enough that everything that is calculated with sizes later fits a long.
 */
public final class SizeLimits {
    private final LayerSpec layer;
    private final List<TensorType> inputs;

    private SizeLimits(LayerSpec layer, List<TensorType> inputs) {
        this.layer = layer;
        this.inputs = inputs;
    }

    /** What is too large of an input's shape: what and the limit, as a message says them. */
    static Optional<Mismatch> ofInput(Shape shape) {
        return shape(shape).map(excess -> new Mismatch.TooLarge("", -1, excess.what(), excess.limit()));
    }

    /** The answer of a layer's rule for inputs whose number fits, unless that or a weight of the layer is too large. */
    public static Inference infer(LayerSpec layer, List<TensorType> inputs) {
        SizeLimits limits = new SizeLimits(layer, inputs);
        try {
            Inference inference = layer.infer(inputs);
            if (!(inference instanceof Inference.Types types)) {
                return inference;
            }
            Optional<Excess> outputs = outputs(types.outputs());
            Optional<Excess> excess = outputs.isPresent() ? outputs : limits.weights();
            return excess.isPresent() ? Inference.failure(limits.mismatch(excess.get())) : inference;
        } catch (SizeLimitException beyond) {
            return Inference.failure(limits.mismatch(tooLarge()));
        }
    }

    /** A layer with which the model has more parameters than can be counted. */
    static Mismatch ofModel(LayerSpec layer, List<TensorType> inputs) {
        return new SizeLimits(layer, inputs)
                .mismatch(new Excess("the model too large", "all parameters together are " + numbers()));
    }

    private record Excess(String what, String limit) {}

    private static String numbers() {
        return String.format(Locale.ROOT, "up to %,d numbers", Dim.LARGEST);
    }

    private static Excess tooLarge() {
        return new Excess(
                String.format(Locale.ROOT, "a size beyond %,d", Dim.LARGEST),
                String.format(Locale.ROOT, "an axis is up to %,d", Dim.LARGEST_AXIS));
    }

    private static Optional<Excess> outputs(List<TensorType> outputs) {
        for (TensorType output : outputs) {
            Optional<Excess> excess = shape(output.shape());
            if (excess.isPresent()) {
                return excess;
            }
        }
        return Optional.empty();
    }

    private static Optional<Excess> shape(Shape shape) {
        for (Dim axis : shape.dims()) {
            if (axis.isKnown() && axis.size() > Dim.LARGEST_AXIS) {
                return Optional.of(new Excess(
                        String.format(Locale.ROOT, "an axis of %,d", axis.size()),
                        String.format(Locale.ROOT, "an axis is up to %,d", Dim.LARGEST_AXIS)));
            }
        }
        return elements(shape).isPresent()
                ? Optional.empty()
                : Optional.of(new Excess("the shape " + shape, "a tensor is " + numbers()));
    }

    private Optional<Excess> weights() {
        for (Weight weight : layer.weights(inputs)) {
            if (elements(weight.shape()).isEmpty()) {
                return Optional.of(weight(weight));
            }
        }
        return Optional.empty();
    }

    private static Excess weight(Weight weight) {
        return new Excess("the weight '" + weight.name() + "' of shape " + weight.shape(), "a weight is " + numbers());
    }

    /** The number of elements where it can be counted; symbolic sizes count as 1. */
    private static OptionalLong elements(Shape shape) {
        List<Dim> known = new ArrayList<>();
        for (Dim dim : shape.dims()) {
            if (dim.isKnown()) {
                known.add(dim);
            }
        }
        try {
            return OptionalLong.of(new Shape(known).elements().size());
        } catch (SizeLimitException beyond) {
            return OptionalLong.empty();
        }
    }

    private Mismatch mismatch(Excess excess) {
        return new Mismatch.TooLarge(largestAttribute(), -1, excess.what(), excess.limit());
    }

    /** The attribute that is to blame: the largest number that the layer states, if no axis of an input is larger; "" if one is. */
    private String largestAttribute() {
        long least = inputs.stream()
                .flatMap(input -> input.shape().dims().stream())
                .filter(Dim::isKnown)
                .mapToLong(Dim::size)
                .max()
                .orElse(0);
        String largest = "";
        for (Map.Entry<String, Object> stated : Attributes.stated(layer).entrySet()) {
            long number = largest(stated.getValue());
            if (number >= least && number > 1) {
                least = number + 1;
                largest = stated.getKey();
            }
        }
        return largest;
    }

    private static long largest(Object value) {
        return value instanceof Integer number
                ? number
                : value instanceof List<?> list
                        ? list.stream()
                                .filter(Integer.class::isInstance)
                                .mapToLong(item -> (Integer) item)
                                .max()
                                .orElse(0)
                        : 0;
    }
}
