package dev.plumb.graph.spec;

import dev.plumb.graph.attribute.AttributeText;
import java.util.Map;

/**
 * The spec of a layer that wraps another one: the attributes of its own annotation, and as the last component of its record the wrapped
 * layer, named {@value #WRAPPED}. In a model the wrapper's annotation stands above that of the layer.
 */
public interface WrapperSpec extends LayerSpec {
    /** The component that is no attribute of the annotation, {@link #layer}. */
    String WRAPPED = "layer";

    /** The wrapped layer. */
    LayerSpec layer();

    /** The layer inside of all of its wrappers; itself if it wraps none. */
    static LayerSpec innermost(LayerSpec layer) {
        LayerSpec at = layer;
        while (at instanceof WrapperSpec wrapper) {
            at = wrapper.layer();
        }
        return at;
    }

    /** Whether what it wraps is as it is stated; what a repetition repeats may be set anew each time. */
    default boolean wrapsAsStated() {
        return true;
    }

    @Override
    default boolean isStateful() {
        return layer().isStateful();
    }

    /** What is wrong with the attributes of the wrapped layer. */
    @Override
    default void validate(AttributeChecks checks) {
        layer().validate(checks);
    }

    @Override
    default String title() {
        return layerName() + "(" + layer().title() + ")";
    }

    /** {@code Bidirectional(LSTM(units = 32), mergeMode = SUM)}. */
    @Override
    default String describe() {
        Map<String, Object> own = nonDefaultAttributes();
        own.remove(WRAPPED);
        String others = own.isEmpty() ? "" : ", " + AttributeText.listed(own);
        return layerName() + "(" + layer().describe() + others + ")";
    }
}
