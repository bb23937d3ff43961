package dev.plumb.keras.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layers that models of {@code keras.applications} have of their own, as other layers of Keras. */
final class Applications {
    private Applications() {}

    /** A trained factor for each channel (ConvNeXt, keras/src/applications/convnext.py): a dense layer that sums over nothing. */
    static Map<String, @Nullable Object> layerScale(Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> dense = new LinkedHashMap<>(config);
        dense.put("equation", "...c,c->...c");
        dense.put("output_shape", dense.remove("projection_dim"));
        dense.put(
                "kernel_initializer", Json.made("keras.initializers", "Constant", value(dense.remove("init_values"))));
        return dense;
    }

    private static Map<String, @Nullable Object> value(@Nullable Object value) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("value", value);
        return parameters;
    }
}
