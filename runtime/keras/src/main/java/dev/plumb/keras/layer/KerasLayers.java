package dev.plumb.keras.layer;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which class of Keras is which layer here. A layer without a row has the same name and the same options on both sides; each other has a row, or a reason why it has no counterpart. */
public final class KerasLayers {
    /** Layers here that no class of Keras is, or none that works. */
    public static final Map<String, String> WITHOUT_COUNTERPART = Map.of(
            "Equalization",
                    "Keras 3.15 has one that no model can hold: its result is its input there, which it calls a cycle",
            "Lambda", "its code is Java: Keras needs a layer of its own with the same formula",
            "RNN", "its cell is code in Java: Keras needs a cell of its own with the same formula");

    private static final String TENSORFLOW =
            "it is a function of TensorFlow: use a layer that does the same, or build the model in Keras 3";

    /** What is said of what changes the targets too. */
    private static final String OF_BATCHES =
            "it changes targets too, which no layer sees: leave it out before saving, and mix the batches of the training data by dataset.";

    /** Classes of Keras that no layer here is, and why; what is in neither table is unknown. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("TFOpLambda", TENSORFLOW),
            Map.entry("SlicingOpLambda", TENSORFLOW),
            Map.entry("TensorFlowOpLayer", TENSORFLOW),
            Map.entry(
                    "StochasticDepth",
                    "no layer here leaves a branch out for some examples: build the model with drop_path_rate=0, which predicts"
                            + " the same"),
            Map.entry("Lambda", "its code is Python: write it as a layer in code, or leave it out before saving"),
            Map.entry("MixUp", OF_BATCHES + "mixUp(alpha, seed)"),
            Map.entry("CutMix", OF_BATCHES + "cutMix(factor, seed)"),
            Map.entry("TFSMLayer", "its code is a TensorFlow SavedModel"),
            Map.entry("TorchModuleWrapper", "its code is a PyTorch module"),
            Map.entry("JaxLayer", "its code is a JAX function"),
            Map.entry("FlaxLayer", "its code is a Flax module"));

    private static final Map<String, Row> BY_LAYER = new TreeMap<>();
    private static final Map<String, Row> BY_CLASS = new TreeMap<>();

    static {
        List.of(
                        Row.of("Activation").option("value", "activation"),
                        Row.of("AdditiveAttention").atCall("useCausalMask"),
                        Row.of("AlphaDropout").option("value", "rate"),
                        Row.of("Attention").atCall("useCausalMask"),
                        Row.of("Cropping1D").option("value", "cropping"),
                        Row.of("Cropping2D").option("value", "cropping"),
                        Row.of("Cropping3D").option("value", "cropping"),
                        Row.of("Dropout").option("value", "rate"),
                        Row.of("EinsumDense").nothing("biasAxes", ""),
                        Row.of("ELU").option("value", "alpha"),
                        Row.of("GaussianDropout").option("value", "rate"),
                        Row.of("GaussianNoise").option("value", "stddev"),
                        Row.of("GroupQueryAttention").atCall("useCausalMask"),
                        Row.of("HashedCrossing").ofIds(),
                        Row.of("Hashing").ofIds(),
                        Row.of("LeakyReLU").option("value", "negative_slope"),
                        Row.of("Masking").option("value", "mask_value"),
                        Row.of("MelSpectrogram").nothing("sequenceLength", 0).nothing("maxFreq", 0.0),
                        Row.of("MultiHeadAttention").atCall("useCausalMask"),
                        Row.of("Normalization").nothing("axis", List.of()),
                        Row.of("Permute").option("value", "dims"),
                        Row.of("RandomBrightness").option("value", "factor"),
                        Row.of("RandomColorDegeneration").option("value", "factor"),
                        Row.of("RandomContrast").option("value", "factor"),
                        Row.of("RandomElasticTransform").option("value", "factor"),
                        Row.of("RandomErasing").option("value", "factor"),
                        Row.of("RandomFlip").option("value", "mode"),
                        Row.of("RandomGaussianBlur").option("value", "factor"),
                        Row.of("RandomGrayscale").option("value", "factor"),
                        Row.of("RandomHue").option("value", "factor"),
                        Row.of("RandomInvert").option("value", "factor"),
                        Row.of("RandomPerspective").option("value", "factor"),
                        Row.of("RandomPosterization").option("value", "factor"),
                        Row.of("RandomRotation").option("value", "factor"),
                        Row.of("RandomSaturation").option("value", "factor"),
                        Row.of("RandomSharpness").option("value", "factor"),
                        Row.of("RepeatVector").option("value", "n"),
                        Row.of("Reshape").option("value", "target_shape"),
                        Row.of("STFTSpectrogram").nothing("frameStep", 0).nothing("fftLength", 0),
                        Row.of("SpatialDropout1D").option("value", "rate"),
                        Row.of("SpatialDropout2D").option("value", "rate"),
                        Row.of("SpatialDropout3D").option("value", "rate"),
                        Row.of("UpSampling1D").option("value", "size"),
                        Row.of("UpSampling2D").option("value", "size"),
                        Row.of("UpSampling3D").option("value", "size"),
                        Row.of("ZeroPadding1D").option("value", "padding"),
                        Row.of("ZeroPadding2D").option("value", "padding"),
                        Row.of("ZeroPadding3D").option("value", "padding"))
                .forEach(row -> BY_LAYER.put(row.layer(), row));
        Layers.names().stream()
                .filter(name -> !WITHOUT_COUNTERPART.containsKey(name))
                .map(name -> BY_LAYER.computeIfAbsent(name, Row::of))
                .forEach(row -> BY_CLASS.put(row.layer(), row));
        // what is the same layer with its reverse
        BY_CLASS.put("ReversibleEmbedding", BY_CLASS.get("Embedding"));
    }

    private KerasLayers() {}

    /**
     * The layer that a layer of Keras is.
     *
     * @param layer as {@code config.json} has it: {@code class_name} and {@code config}
     * @throws NoCounterpart if there is none
     */
    public static LayerSpec read(Map<String, @Nullable Object> layer) throws NoCounterpart {
        String className = Json.kerasClass(layer).orElse("");
        Map<String, @Nullable Object> config = Json.config(layer);
        return switch (className) {
            case "Bidirectional" -> Wrappers.bidirectional(config);
            case "TimeDistributed" -> Wrappers.timeDistributed(config);
            case "SpectralNormalization" -> Wrappers.spectralNormalization(config);
            case "RNN" -> Wrappers.recurrent(config);
            case "LayerScale" -> read(row("EinsumDense"), Applications.layerScale(config));
            default -> read(row(className), config);
        };
    }

    private static Row row(String className) throws NoCounterpart {
        Row row = BY_CLASS.get(className);
        if (row == null) {
            throw new NoCounterpart(REFUSED.getOrDefault(className, "there is no such layer here"));
        }
        return row;
    }

    private static LayerSpec read(Row row, Map<String, @Nullable Object> config) throws NoCounterpart {
        Definition<? extends LayerSpec> definition = Layers.find(row.layer()).orElseThrow();
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, @Nullable Object> left = new LinkedHashMap<>(PlainOptions.options(row.layer(), config));
        for (Attribute<?, ?> attribute : definition.attributes()) {
            String option = row.option(attribute.name());
            if (row.isAtCall(attribute.name()) || !left.containsKey(option)) {
                continue;
            }
            Object given = left.remove(option);
            Object value;
            if (given == null) {
                value = row.nulls().get(attribute.name());
                if (value == null && attribute.type().itemClass().isEnum()) {
                    value = Words.constant(attribute.type().itemClass(), null).orElse(null);
                }
            } else {
                value = Sizes.shortest(option, attribute, read(option, attribute, given));
            }
            if (value != null) {
                values.put(attribute.name(), value);
            }
        }
        Sizes.withoutOwnStrides(values);
        LayerSpec layer = read(definition, values);
        if (Neutral.isDtype(left.get("dtype"), row.dtype(layer))) {
            left.remove("dtype");
        }
        for (Map.Entry<String, @Nullable Object> other : left.entrySet()) {
            Optional<String> refusal = Neutral.refusal(other.getKey(), other.getValue());
            if (refusal.isPresent()) {
                throw new NoCounterpart(refusal.get());
            }
        }
        return layer;
    }

    private static LayerSpec read(Definition<? extends LayerSpec> definition, Map<String, Object> values)
            throws NoCounterpart {
        try {
            return definition.read(values);
        } catch (IllegalArgumentException e) {
            throw new NoCounterpart(e.getMessage());
        }
    }

    private static Object read(String option, Attribute<?, ?> attribute, Object given) throws NoCounterpart {
        try {
            return option.equals("noise_shape") ? NoiseShape.read(given) : Conversion.read(attribute.type(), given);
        } catch (NoCounterpart e) {
            throw new NoCounterpart("its option " + option + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new NoCounterpart("its option " + option + " is " + Json.shown(given) + ": " + e.getMessage());
        }
    }

    /**
     * The layer of Keras that a layer is.
     *
     * @param layer no composite
     * @param name its name in Keras
     * @throws NoCounterpart if there is none
     */
    public static Map<String, @Nullable Object> write(LayerSpec layer, String name) throws NoCounterpart {
        String reason = WITHOUT_COUNTERPART.get(layer.layerName());
        if (reason != null) {
            throw new NoCounterpart(reason);
        }
        Row row = BY_LAYER.get(layer.layerName());
        if (row == null) {
            throw new NoCounterpart("Keras has no such layer");
        }
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", name);
        config.put("dtype", row.dtype(layer));
        for (Map.Entry<String, Object> attribute : layer.attributes().entrySet()) {
            if (attribute.getKey().equals(WrapperSpec.WRAPPED) && layer instanceof WrapperSpec wrapper) {
                Wrappers.write(wrapper, name, config);
            } else if (!row.isAtCall(attribute.getKey()) && isSaid(attribute.getKey(), attribute.getValue())) {
                String option = row.option(attribute.getKey());
                config.put(option, written(layer, row, attribute.getKey(), option, attribute.getValue()));
            }
        }
        Renorm.write(config);
        return Json.made("keras.layers", row.layer(), config);
    }

    /** All options are said, but for that of few models, which Keras takes for false. */
    private static boolean isSaid(String attribute, Object value) {
        return !attribute.equals("stateful") || value.equals(true);
    }

    private static @Nullable Object written(LayerSpec layer, Row row, String attribute, String option, Object value)
            throws NoCounterpart {
        if (option.equals("noise_shape")) {
            return NoiseShape.write((List<?>) value);
        }
        Object nothing = row.nulls().get(attribute);
        if (nothing == null) {
            nothing = layer.definition()
                    .attribute(attribute)
                    .flatMap(one -> one.standard().map(standard -> (Object) standard))
                    .filter(Nothing::isNothing)
                    .filter(standard -> Nothing.isSaidBy(standard, attribute))
                    .orElse(null);
        }
        return value.equals(nothing) ? null : Conversion.write(option, value);
    }

    /** What a call of a layer states about it in Keras. */
    public static Map<String, Object> callOptions(LayerSpec layer) {
        Row row = BY_LAYER.get(layer.layerName());
        Map<String, Object> options = new LinkedHashMap<>();
        if (row != null) {
            layer.nonDefaultAttributes().forEach((attribute, value) -> {
                if (row.isAtCall(attribute)) {
                    options.put(row.option(attribute), value);
                }
            });
        }
        return options;
    }

    /**
     * The layer with what its call states about it.
     *
     * @throws NoCounterpart if a call of it cannot state that
     */
    public static LayerSpec called(LayerSpec layer, String option, Object value) throws NoCounterpart {
        Row row = BY_LAYER.get(layer.layerName());
        String attribute = Names.attribute(option);
        if (row == null || !row.isAtCall(attribute)) {
            throw new NoCounterpart("it is called with " + option + " = " + Json.shown(value));
        }
        return layer.with(attribute, value);
    }

    /** The row of a layer, for tests of the table. */
    static Optional<Row> row(LayerSpec layer) {
        return Optional.ofNullable(BY_LAYER.get(layer.layerName()));
    }

    /** The row of a layer by its name, for tests of the table. */
    static Optional<Row> rowOf(String layerName) {
        return Optional.ofNullable(BY_LAYER.get(layerName));
    }
}
