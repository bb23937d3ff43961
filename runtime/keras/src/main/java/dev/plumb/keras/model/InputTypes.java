package dev.plumb.keras.model;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of inputs: their shapes without the batch axis, with a name for each axis of any size. */
final class InputTypes {
    private static final List<List<String>> AXES = List.of(
            List.of(),
            List.of("time"),
            List.of("time", "features"),
            List.of("height", "width", "channels"),
            List.of("depth", "height", "width", "channels"));

    private InputTypes() {}

    /**
     * The type that an input is stated to have.
     *
     * @param config of an InputLayer, or of a layer that states the shape of its input
     * @param prefix of the names of axes, where there are several inputs
     */
    static TensorType of(Map<String, @Nullable Object> config, String prefix) throws NoCounterpart {
        Object shape = config.getOrDefault("batch_shape", config.get("batch_input_shape"));
        if (Boolean.TRUE.equals(config.get("sparse")) || Boolean.TRUE.equals(config.get("ragged"))) {
            throw new NoCounterpart("it is sparse or ragged");
        }
        return TensorType.of(shape(shape, prefix), dtype(config.get("dtype")));
    }

    /** A shape, of the batch axis first. */
    static Shape shape(@Nullable Object batchShape, String prefix) throws NoCounterpart {
        List<@Nullable Object> sizes = Json.items(batchShape);
        if (sizes.isEmpty()) {
            throw new NoCounterpart("it does not state its shape");
        }
        List<String> dims = new ArrayList<>();
        for (int axis = 0; axis < sizes.size() - 1; axis++) {
            Object size = sizes.get(axis + 1);
            List<String> names = sizes.size() <= AXES.size() ? AXES.get(sizes.size() - 1) : List.of();
            String name = names.isEmpty() ? "axis" + (axis + 1) : names.get(axis);
            if (size instanceof Number number && !(number.doubleValue() >= 0 && number.doubleValue() <= Dim.LARGEST)) {
                throw new NoCounterpart(
                        "its shape is " + Json.shown(batchShape) + ", and no axis has the size " + size);
            }
            dims.add(size instanceof Number number ? String.valueOf(number.longValue()) : prefix + name);
        }
        try {
            return Shape.parse(dims.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new NoCounterpart("its shape is " + Json.shown(batchShape) + ": " + e.getMessage());
        }
    }

    private static DType dtype(@Nullable Object stated) throws NoCounterpart {
        Object name = stated instanceof Map<?, ?> ? Json.config(stated).get("name") : stated;
        return switch (String.valueOf(name)) {
            case "float32", "null" -> DType.FLOAT32;
            case "int32", "int64" -> DType.INT32;
            case "bool" -> DType.BOOL;
            case "string" -> DType.STRING;
            default ->
                throw new NoCounterpart(
                        "its dtype is " + name + ", and has to be float32, int32, int64, bool or string");
        };
    }
}
