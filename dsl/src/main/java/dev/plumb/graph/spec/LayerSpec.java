package dev.plumb.graph.spec;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is known about a layer before it runs: attributes, shape rule and weights. Implemented by the record that is generated from
 * the layer's annotation ({@code DenseLayer} for {@code @Dense}), which has the attributes, and by the interface that has its rule.
 *
 * <p>Rules are pure functions. They are only asked once {@link #validate} had nothing to say and the number of inputs fits
 * {@link #arity()}.
 */
public interface LayerSpec extends Attributed {

    /** Says what is wrong with the attributes, whatever the inputs are. */
    default void validate(AttributeChecks checks) {}

    /** How many inputs the layer takes. */
    default Arity arity() {
        return Arity.exactly(1);
    }

    /**
     * Names the roles of the inputs in their order, for layers whose inputs are not alike: {@code query}, {@code value}. The inputs of a
     * layer are always the first so many of them. Empty: the inputs have no roles.
     */
    default List<String> inputNames() {
        return List.of();
    }

    /** Whether a mask may be given beside inputs that have roles. Where it may not, these are all. */
    default boolean takesMaskBesideRoles() {
        return false;
    }

    /**
     * The role whose tensor a role takes that is left out before one that is given, if it may be left out there.
     *
     * @param given all roles that are given
     */
    default Optional<String> inputDefault(String role, Set<String> given) {
        return Optional.empty();
    }

    /** The shape rule: the types of the outputs for these inputs, or what does not fit. */
    Inference infer(List<TensorType> inputs);

    /**
     * The weights in the order of Keras, for inputs that {@link #infer} accepts.
     */
    default List<Weight> weights(List<TensorType> inputs) {
        return List.of();
    }

    /**
     * The multiplications whose results are added up, for one example that {@link #infer} accepts: those with kernels, and of inputs with each other. The
     * one place where a layer says what it costs, see {@code Cost}.
     */
    default Count multiplyAdds(List<TensorType> inputs) {
        return Count.NONE;
    }

    /** Whether its body is code, so that {@link #multiplyAdds} says nothing of it. */
    default boolean isCode() {
        return false;
    }

    /** Names of the outputs. */
    default List<String> outputNames() {
        return List.of("output");
    }

    /** The output that a wire takes which names none; empty if none of several is the first, so that each is picked by its name. */
    default Optional<String> plainOutput() {
        return outputNames().size() == 1 ? Optional.of(outputNames().get(0)) : Optional.empty();
    }

    /** The attribute with the activation that the layer applies last, or "" if it has none. */
    default String finalActivationAttribute() {
        return "";
    }

    /** The activation that the layer applies last, if it has such an attribute: what a loss on its output has to fit. */
    default Optional<ActivationFunction> finalActivation() {
        return Optional.ofNullable((ActivationFunction) Attributes.stated(this).get(finalActivationAttribute()));
    }

    /** Whether masks of its inputs change what it computes: such a layer may end a mask, any other that does so ignores it. */
    default boolean usesMask() {
        return false;
    }

    /** Whether it uses a mask that it is given as an input of its own; one that travels with what it takes may be ignored. */
    default boolean usesGivenMask() {
        return usesMask();
    }

    /** Whether a mask that it is given may be one of its elements, in the shape of what is masked, and not of its steps only. */
    default boolean masksElements() {
        return false;
    }

    /** Whether it is made of other layers, and no layer of its own. */
    default boolean isMadeOfLayers() {
        return false;
    }

    /** Whether it drops elements at random in training and passes its input through otherwise. */
    default boolean isDropout() {
        return false;
    }

    /** Whether it keeps something of each example from one batch to the next. */
    default boolean isStateful() {
        return false;
    }

    /** The layer that does the reverse with the same weights, if there is one. */
    default Optional<LayerSpec> reversed() {
        return Optional.empty();
    }

    /** Whether it does the reverse of the layer whose weights it has. */
    default boolean isReversed() {
        return false;
    }

    @Override
    Definition<? extends LayerSpec> definition();

    @Override
    LayerSpec with(String attribute, Object value);

    /** The layer's name, that of its annotation: {@code Dense}. */
    default String layerName() {
        return definition().name();
    }

    /** The layer as messages name it: its name, and for a wrapper what it wraps: {@code TimeDistributed(Dense)}. */
    default String title() {
        return layerName();
    }

    /** Name and attributes as a user would write them, without those at their default: {@code Dense(units = 64)}. */
    @Override
    default String describe() {
        return layerName() + AttributeText.arguments(nonDefaultAttributes());
    }
}
