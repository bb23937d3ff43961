package dev.plumb.graph.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The spec of a layer that wraps another one: the attributes of its own annotation, and as the last component of the record the wrapped
 * layer. In a model the wrapper's annotation stands above that of the layer.
 */
public interface WrapperSpec extends LayerSpec {

    /** The wrapped layer. */
    LayerSpec layer();

    /** What is wrong with the attributes of the wrapped layer. */
    @Override
    default void validate(AttributeChecks checks) {
        layer().validate(checks);
    }

    /**
     * A wrapper around a layer; attributes left out have the annotation's defaults.
     *
     * @throws IllegalArgumentException if an attribute is unknown, missing or of another type, or the type is no wrapper
     */
    static <S extends LayerSpec> S of(Class<S> type, Map<String, ?> attributes, LayerSpec layer) {
        Map<String, Object> all = new LinkedHashMap<>(attributes);
        all.put(Attributes.WRAPPED, layer);
        return Attributes.create(type, all);
    }

    @Override
    default String title() {
        return layerName() + "(" + layer().title() + ")";
    }
}
