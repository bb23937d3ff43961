package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.AttributeType;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer that is given a mask beside what it takes: the last input, not 0 where a step of the first input is valid. It holds in place of a mask that
 * travels with the first input, as in Keras where a layer is called with {@code mask=}.
 *
 * @param layer what is called so: one that uses a mask or passes one on
 */
public record Masked(LayerSpec layer) implements WrapperSpec {
    /** The role of the input: the name of the parameter. */
    public static final String ROLE = "mask";

    private static final Attribute<Masked, LayerSpec> LAYER_OF =
            Attribute.required(WRAPPED, AttributeType.instanceOf(LayerSpec.class));

    private static final Definition<Masked> DEFINITION = new Definition<>(
            Masked.class.getName(),
            Masked.class,
            List.of(LAYER_OF),
            own -> List.of(own.layer()),
            values -> new Masked(values.get(LAYER_OF)));

    /** A layer as it is when it is given a mask: a repetition gives it to each, and a model or block has no inputs but its own. */
    public static LayerSpec of(LayerSpec layer) {
        if (!layer.isMadeOfLayers()) {
            return new Masked(layer);
        }
        return takesMask(layer) ? layer.with(WRAPPED, of(((WrapperSpec) layer).layer())) : layer;
    }

    /** Whether a mask is no input of its own among those of a layer: merging layers take several that are alike, and where inputs have roles, these are all, unless the layer says otherwise. */
    public static boolean takesMask(LayerSpec layer) {
        if (layer.isMadeOfLayers()) {
            return layer instanceof WrapperSpec wrapper && takesMask(wrapper.layer());
        }
        boolean joins = layer.arity().minimum() > 1 || layer.arity().maximum() == Integer.MAX_VALUE;
        return (layer.inputNames().isEmpty() || layer.takesMaskBesideRoles()) && !joins;
    }

    @Override
    public Inference infer(List<TensorType> inputs) {
        int mask = inputs.size() - 1;
        Inference inference = layer.infer(masked(inputs));
        if (!(inference instanceof Inference.Types types)) {
            return inference;
        }
        boolean ends = types.outputs().stream().noneMatch(TensorType::masked) && !layer.usesGivenMask();
        boolean hasSteps = inputs.get(0).rank() > (layer.masksElements() ? 0 : 1);
        if (ends || !hasSteps) {
            return Inference.failure(new Mismatch.NoMask(mask, hasSteps));
        }
        return Rules.first(
                        Rules.dtype(inputs, mask, DType.BOOL, DType.INT32, DType.FLOAT32),
                        () -> fits(inputs.get(0).shape(), inputs.get(mask).shape(), mask))
                .map(Inference::failure)
                .orElseGet(() -> passedOn(types, inputs, mask)
                        .assuming(assumptions(
                                inputs.get(0).shape(), inputs.get(mask).shape())));
    }

    /** A mask of the elements ends where it was used: what follows takes masks of steps. */
    private static Inference passedOn(Inference.Types types, List<TensorType> inputs, int mask) {
        return inputs.get(mask).rank() < inputs.get(0).rank()
                ? types
                : Inference.types(types.outputs().stream()
                                .map(output -> output.withMask(false))
                                .toList())
                        .assuming(types.assumptions());
    }

    /** A mask has the first axes of what it masks: (time) for (time, features), or if it is one of the elements all of them. */
    private Optional<Mismatch> fits(Shape masked, Shape mask, int operand) {
        int most = masked.rank() - (layer.masksElements() ? 0 : 1);
        int axes = Math.max(1, Math.min(mask.rank(), most));
        boolean fits = mask.rank() == axes;
        for (int axis = 0; fits && axis < axes; axis++) {
            fits = masked.dim(axis).compare(mask.dim(axis)) != Dim.Comparison.DIFFERENT;
        }
        return fits
                ? Optional.empty()
                : Optional.of(new Mismatch.WrongShape(
                        operand, "a mask", new Shape(masked.dims().subList(0, axes))));
    }

    private static List<Assumption> assumptions(Shape masked, Shape mask) {
        List<Assumption> assumptions = new ArrayList<>();
        for (int axis = 0; axis < mask.rank(); axis++) {
            Rules.equal(masked.dim(axis), mask.dim(axis)).ifPresent(assumptions::add);
        }
        return assumptions;
    }

    /** What the layer takes itself: the first is masked. */
    private static List<TensorType> masked(List<TensorType> inputs) {
        List<TensorType> own = new ArrayList<>(inputs.subList(0, inputs.size() - 1));
        own.set(0, own.get(0).withMask(true));
        return own;
    }

    @Override
    public Arity arity() {
        return layer.arity().beside(ROLE);
    }

    @Override
    public List<Weight> weights(List<TensorType> inputs) {
        return layer.weights(masked(inputs));
    }

    @Override
    public Count multiplyAdds(List<TensorType> inputs) {
        return layer.multiplyAdds(masked(inputs));
    }

    @Override
    public List<String> outputNames() {
        return layer.outputNames();
    }

    @Override
    public Optional<String> plainOutput() {
        return layer.plainOutput();
    }

    @Override
    public String finalActivationAttribute() {
        return layer.finalActivationAttribute();
    }

    @Override
    public Optional<ActivationFunction> finalActivation() {
        return layer.finalActivation();
    }

    @Override
    public boolean usesMask() {
        return true;
    }

    @Override
    public boolean isDropout() {
        return layer.isDropout();
    }

    @Override
    public Optional<LayerSpec> reversed() {
        return layer.reversed();
    }

    @Override
    public boolean isReversed() {
        return layer.isReversed();
    }

    @Override
    public Definition<Masked> definition() {
        return DEFINITION;
    }

    @Override
    public Masked with(String attribute, Object value) {
        return DEFINITION.with(this, attribute, value);
    }

    /** It is the layer that has the name: a mask is how it is called. */
    @Override
    public String layerName() {
        return layer.layerName();
    }

    @Override
    public String title() {
        return layer.title();
    }

    @Override
    public String describe() {
        return layer.describe();
    }
}
