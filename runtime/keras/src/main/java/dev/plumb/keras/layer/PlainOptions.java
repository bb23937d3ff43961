package dev.plumb.keras.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options as a new layer would state them: those of files that Keras 2 wrote under the names that they have today, and what a layer has learnt as if it were stated. */
final class PlainOptions {
    private static final List<String> KERNEL = List.of("kernel_initializer", "kernel_regularizer", "kernel_constraint");

    private PlainOptions() {}

    static Map<String, @Nullable Object> options(String layer, Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>(config);
        if (layer.equals("LeakyReLU") && options.containsKey("alpha")) {
            options.put("negative_slope", options.remove("alpha"));
        }
        if (layer.equals("BatchNormalization") && options.get("axis") instanceof List<?> axes && axes.size() == 1) {
            options.put("axis", axes.get(0));
        }
        if (layer.equals("BatchNormalization")) {
            Renorm.read(options);
        }
        if (layer.startsWith("SeparableConv") || layer.startsWith("DepthwiseConv")) {
            KERNEL.forEach(options::remove); // of the layer that it was derived from: nothing reads them
        }
        if (layer.equals("Discretization") && options.get("bin_boundaries") != null) {
            options.remove("num_bins");
        }
        return options;
    }
}
