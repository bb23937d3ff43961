package dev.plumb.keras.layer;

import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Layers that are made of others. */
final class Wrappers {
    private static final String LAYER = "layer";
    private static final String ITERATIONS = "power_iterations";
    private static final String BACKWARD = "backward_layer";
    private static final String ZERO_OUTPUT = "zero_output_for_mask";

    private Wrappers() {}

    static LayerSpec timeDistributed(Map<String, @Nullable Object> config) throws NoCounterpart {
        requireNeutral(config, LAYER);
        return Layers.timeDistributed(inner(config.get(LAYER)));
    }

    static LayerSpec spectralNormalization(Map<String, @Nullable Object> config) throws NoCounterpart {
        requireNeutral(config, LAYER, ITERATIONS);
        SpectralNormalizationLayer layer = Layers.spectralNormalization(inner(config.get(LAYER)));
        requireNumbers(layer);
        return config.get(ITERATIONS) instanceof Integer iterations ? layer.powerIterations(iterations) : layer;
    }

    /** Keras gives the result the element type of the input, so of an embedding of whole numbers little is left. */
    private static void requireNumbers(SpectralNormalizationLayer layer) throws NoCounterpart {
        if (layer.layer() instanceof EmbeddingLayer) {
            throw new NoCounterpart(
                    "it wraps an Embedding, whose vectors Keras rounds to whole numbers, as the ids are");
        }
    }

    static LayerSpec bidirectional(Map<String, @Nullable Object> config) throws NoCounterpart {
        requireNeutral(config, LAYER, BACKWARD, "merge_mode");
        LayerSpec forward = direction(config.get(LAYER));
        if (config.get(BACKWARD) != null) {
            LayerSpec backward = direction(config.get(BACKWARD));
            if (!backward.equals(Attributes.with(forward, "goBackwards", true))) {
                throw new NoCounterpart("its backward_layer is another one than its layer read backward: "
                        + backward.describe() + " and " + forward.describe());
            }
        }
        Object merge = config.get("merge_mode");
        MergeMode mode = (MergeMode) Words.constant(MergeMode.class, merge)
                .orElseThrow(() -> new NoCounterpart("its option merge_mode is " + Json.shown(merge)));
        return Layers.bidirectional(forward).mergeMode(mode);
    }

    /** One direction: its outputs at masked steps are 0 if all are returned, as here. */
    private static LayerSpec direction(@Nullable Object layer) throws NoCounterpart {
        Map<String, @Nullable Object> config = Json.config(layer);
        if (Objects.equals(config.get(ZERO_OUTPUT), config.get("return_sequences"))) {
            config.remove(ZERO_OUTPUT);
        }
        Map<String, @Nullable Object> changed = Json.object(layer);
        changed.put("config", config);
        return inner(changed);
    }

    private static LayerSpec inner(@Nullable Object layer) throws NoCounterpart {
        if (Json.config(layer).get("layers") instanceof List<?>) {
            throw new NoCounterpart("it wraps a model");
        }
        try {
            return KerasLayers.read(Json.object(layer));
        } catch (NoCounterpart e) {
            throw new NoCounterpart("the layer in it, " + Json.className(layer).orElse("?") + ": " + e.getMessage());
        }
    }

    /** A cell of Keras in an RNN is the layer that has this cell. */
    static LayerSpec recurrent(Map<String, @Nullable Object> config) throws NoCounterpart {
        Object given = config.get("cell");
        String cell;
        try {
            cell = Json.kerasClass(given).orElse("");
        } catch (NoCounterpart e) {
            throw new NoCounterpart("the cell in it, " + Json.className(given).orElse("?") + ": " + e.getMessage());
        }
        if (cell.equals("StackedRNNCells")) {
            throw new NoCounterpart("it has several cells: save an RNN for each, one behind the other, all but the last"
                    + " with return_sequences=True; the numbers are the same");
        }
        if (!List.of("LSTMCell", "GRUCell", "SimpleRNNCell").contains(cell)) {
            throw new NoCounterpart("its cell is a " + cell + ", and has to be an LSTMCell, GRUCell or SimpleRNNCell");
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>(config);
        options.remove("cell");
        Json.config(given).forEach(options::putIfAbsent);
        return KerasLayers.read(Json.made("", cell.replace("Cell", ""), options));
    }

    private static void requireNeutral(Map<String, @Nullable Object> config, String... own) throws NoCounterpart {
        for (Map.Entry<String, @Nullable Object> option : config.entrySet()) {
            Optional<String> refusal = List.of(own).contains(option.getKey())
                    ? Optional.empty()
                    : Neutral.refusal(option.getKey(), option.getValue());
            if (refusal.isPresent()) {
                throw new NoCounterpart(refusal.get());
            }
        }
    }

    /** Puts the wrapped layer into the options of its wrapper. */
    static void write(WrapperSpec wrapper, String name, Map<String, @Nullable Object> config) throws NoCounterpart {
        if (wrapper instanceof BidirectionalLayer both) {
            SequenceSpec forward = both.forward();
            config.put(LAYER, direction(forward, "forward_" + name));
            config.put(BACKWARD, direction(both.backward(), "backward_" + name));
        } else {
            if (wrapper instanceof SpectralNormalizationLayer normalized) {
                requireNumbers(normalized);
            }
            config.put(LAYER, KerasLayers.write(wrapper.layer(), name + "_layer"));
        }
    }

    private static Map<String, @Nullable Object> direction(SequenceSpec layer, String name) throws NoCounterpart {
        Map<String, @Nullable Object> written = KerasLayers.write(layer, name);
        Map<String, @Nullable Object> config = Json.config(written);
        config.put(ZERO_OUTPUT, layer.returnSequences());
        written.put("config", config);
        return written;
    }
}
