package dev.plumb.graph.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes that a model can state about a layer: for a wrapper its own and those of the layer that it wraps. */
public final class Attributes {
    private Attributes() {}

    /** Names and values, for a wrapper with the attributes of the wrapped layer in place of the layer. */
    public static Map<String, Object> stated(LayerSpec spec) {
        Map<String, Object> values = new LinkedHashMap<>(spec.attributes());
        if (spec instanceof WrapperSpec wrapper) {
            values.remove(WrapperSpec.WRAPPED);
            stated(wrapper.layer()).forEach(values::putIfAbsent);
        }
        return values;
    }

    /** The spec with another value of one of its {@link #stated} attributes. */
    public static LayerSpec with(LayerSpec spec, String attribute, Object value) {
        if (spec instanceof WrapperSpec wrapper
                && spec.definition().attribute(attribute).isEmpty()) {
            return spec.with(WrapperSpec.WRAPPED, with(wrapper.layer(), attribute, value));
        }
        return spec.with(attribute, value);
    }
}
