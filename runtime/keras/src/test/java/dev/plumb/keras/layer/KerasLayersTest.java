package dev.plumb.keras.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of layers says something about each layer here, and nothing that Keras does not have. */
final class KerasLayersTest {
    private static final Path LAYERS = Path.of("src/test/resources/keras/layers.json");

    /** Classes that wrap others are read in {@link Wrappers}. */
    private static final Set<String> WRAPPERS = Set.of("Bidirectional", "SpectralNormalization", "TimeDistributed");

    static List<String> layers() {
        return Layers.names();
    }

    /** The options of all layers of Keras, with their defaults. */
    private static Map<String, Object> keras() throws IOException {
        return JSON.std.mapFrom(Files.readString(LAYERS));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void eachLayerIsAClassOfKerasOrSaysWhyNot(String name) throws IOException {
        String reason = KerasLayers.WITHOUT_COUNTERPART.get(name);
        assertEquals(reason == null, KerasLayers.rowOf(name).isPresent(), name);
        if (reason != null) {
            assertFalse(reason.isBlank());
            return;
        }
        Row row = KerasLayers.rowOf(name).orElseThrow();
        Map<String, Object> options = Json.object(keras().get(row.layer()));
        assertFalse(!keras().containsKey(row.layer()), "Keras has no " + row.layer());
        for (Attribute<?, ?> attribute : Layers.find(name).orElseThrow().attributes()) {
            if (!row.isAtCall(attribute.name()) && !attribute.name().equals(WrapperSpec.WRAPPED)) {
                String option = row.option(attribute.name());
                assertTrue(
                        options.containsKey(option) || Renorm.isLimit(option),
                        row.layer() + " has no option " + option);
            }
        }
    }

    /** An option is an attribute, or it is known at which values it changes nothing. */
    @ParameterizedTest
    @MethodSource("layers")
    void eachOptionOfKerasIsKnown(String name) throws IOException {
        if (KerasLayers.WITHOUT_COUNTERPART.containsKey(name) || WRAPPERS.contains(name)) {
            return;
        }
        Row row = KerasLayers.rowOf(name).orElseThrow();
        Set<String> unknown = new TreeSet<>();
        Json.object(keras().get(row.layer())).forEach((option, standard) -> {
            boolean isAttribute = Layers.find(name).orElseThrow().attributes().stream()
                    .anyMatch(attribute -> row.option(attribute.name()).equals(option));
            if (!isAttribute && !Neutral.knows(option)) {
                unknown.add(option);
            }
        });
        assertEquals(Set.of(), unknown);
    }

    /** With the defaults of Keras alone, a layer has its defaults here; what is required, is required on both sides. */
    @ParameterizedTest
    @MethodSource("layers")
    void defaultsAreThoseOfKeras(String name) throws IOException, NoCounterpart {
        if (KerasLayers.WITHOUT_COUNTERPART.containsKey(name) || WRAPPERS.contains(name)) {
            return;
        }
        Row row = KerasLayers.rowOf(name).orElseThrow();
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> config = new LinkedHashMap<>();
        Json.object(keras().get(row.layer())).forEach((option, standard) -> {
            if (!"required".equals(standard)) {
                config.put(option, standard);
            }
        });
        for (Attribute<?, ?> attribute : Layers.find(name).orElseThrow().attributes()) {
            if (attribute.isRequired()) {
                Object value = required(attribute.type().itemClass());
                values.put(attribute.name(), value);
                config.put(row.option(attribute.name()), value instanceof Enum<?> word ? Words.of(word) : value);
            }
        }
        LayerSpec ours = Layers.find(name).orElseThrow().read(values);
        Map<String, Object> layer = Json.made("keras.layers", row.layer(), config);
        assertEquals(ours, KerasLayers.read(layer));
        assertEquals(ours, KerasLayers.read(KerasLayers.write(ours, "layer")));
    }

    private static Object required(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return type == String.class ? "ab,bc->ac" : 1;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Lambda                | {}                                                   | its code is Python: write it as a layer in code, or leave it out before saving
        MixUp                 | {"alpha": 0.2}                                       | it changes targets too, which no layer sees: leave it out before saving, and mix the batches of the training data by dataset.mixUp(alpha, seed)
        CutMix                | {"factor": 1.0}                                      | it changes targets too, which no layer sees: leave it out before saving, and mix the batches of the training data by dataset.cutMix(factor, seed)
        MyOwn                 | {}                                                   | there is no such layer here
        Dense                 | {"units": 3, "activity_regularizer": "l2"}           | its option activity_regularizer is "l2", and has to be null
        Dense                 | {"units": 3, "lora_rank": 4}                         | its option lora_rank is 4, and has to be null
        Dense                 | {"units": 3, "dtype": "mixed_bfloat16"}              | its option dtype is "mixed_bfloat16", and has to be float32
        Dense                 | {"units": 3, "activation": "my_own"}                 | its option activation: the activation "my_own" is not there
        Dense                 | {"units": 3, "kernel_initializer": "mine"}           | its option kernel_initializer: the initializer mine is not there
        Dense                 | {"units": "many"}                                    | Dense.units cannot be "many": it takes int
        Dense                 | {}                                                   | Dense needs the attribute 'units'
        Conv2D                | {"filters": 3, "kernel_size": 3, "data_format": "channels_first"} | its option data_format is "channels_first", and has to be channels_last or null
        LSTM                  | {"units": 3, "zero_output_for_mask": true}           | its option zero_output_for_mask is true, and has to be false or null
        BatchNormalization    | {"renorm": true, "renorm_clipping": {"most": 2}}     | its option renorm_most is 2, and is not known here
        RandomZoom            | {"height_factor": 0.1, "fill_mode": "wrap"}          | its option fill_mode: "wrap" is not there: there are reflect, nearest, constant
        Dropout               | {"rate": 0.1, "noise_shape": [2, 1]}                 | its option noise_shape: [2, 1]: its first axis is that of the examples, and has to be null
        SpectralNormalization | {"layer": {"class_name": "Embedding", "config": {"input_dim": 3, "output_dim": 2}}} | it wraps an Embedding, whose vectors Keras rounds to whole numbers, as the ids are
        SpectralNormalization | {"power_iterations": 2, "layer": {"class_name": "LSTM", "config": {"units": 3, "zero_output_for_mask": true}}} | the layer in it, LSTM: its option zero_output_for_mask is true, and has to be false or null
        HashedCrossing        | {"num_bins": 3, "output_mode": "one_hot", "dtype": "int64"} | its option dtype is "int64", and has to be float32
        HashedCrossing        | {"num_bins": 3, "sparse": true}                      | its option sparse is true, and has to be false or null
        Dense                 | {"units": 3, "tomorrow": 1}                          | its option tomorrow is 1, and is not known here
        """)
    void whatHasNoCounterpartIsRefusedByItsOption(String className, String config, String reason) throws IOException {
        Map<String, Object> layer = Json.made("keras.layers", className, JSON.std.mapFrom(config));
        assertEquals(
                reason,
                assertThrows(NoCounterpart.class, () -> KerasLayers.read(layer)).getMessage());
    }

    /** What gives ids is in int64 there. */
    @Test
    void idsAreOfTheElementTypeOfKeras() throws IOException, NoCounterpart {
        for (String dtype :
                List.of("\"int64\"", "{\"class_name\": \"DTypePolicy\", \"config\": {\"name\": \"int64\"}}")) {
            Map<String, Object> config = JSON.std.mapFrom("{\"num_bins\": 3, \"dtype\": " + dtype + "}");
            assertEquals(Layers.hashing(3), KerasLayers.read(Json.made("keras.layers", "Hashing", config)));
        }
        assertEquals(
                "int64",
                Json.config(KerasLayers.write(Layers.hashing(3), "bins")).get("dtype"));
    }

    /** Objects of Keras with all that they are made of, there and back. */
    @Test
    void settingsOfWeightsGoThereAndBack() throws IOException, NoCounterpart {
        List<String> settings = new ArrayList<>(List.of(
                "{\"kernel_initializer\": {\"class_name\": \"VarianceScaling\", \"config\": {\"scale\": 2.0,"
                        + " \"mode\": \"fan_avg\", \"distribution\": \"uniform\"}}}",
                "{\"kernel_initializer\": \"he_normal\", \"bias_initializer\": \"Ones\"}",
                "{\"kernel_initializer\": {\"class_name\": \"OrthogonalInitializer\", \"config\": {\"gain\":"
                        + " 0.5}}}",
                "{\"kernel_regularizer\": \"l2\", \"bias_regularizer\": {\"class_name\": \"L1\", \"config\":"
                        + " {\"l1\": 0.5}}}",
                "{\"kernel_regularizer\": {\"class_name\": \"OrthogonalRegularizer\", \"config\": {\"factor\":"
                        + " 0.2, \"mode\": \"columns\"}}}",
                "{\"kernel_constraint\": {\"class_name\": \"MinMaxNorm\", \"config\": {\"min_value\": 0.1,"
                        + " \"max_value\": 0.9, \"rate\": 0.5, \"axis\": [0, 1]}}}",
                "{\"kernel_constraint\": \"max_norm\", \"bias_constraint\": \"non_neg\"}",
                "{\"activation\": {\"module\": \"builtins\", \"class_name\": \"function\", \"config\":"
                        + " \"gelu\", \"registered_name\": \"function\"}}"));
        for (String setting : settings) {
            Map<String, Object> config = JSON.std.mapFrom(setting);
            config.put("units", 3);
            LayerSpec layer = KerasLayers.read(Json.made("keras.layers", "Dense", config));
            assertFalse(layer.nonDefaultAttributes().size() < 2, setting);
            assertEquals(layer, KerasLayers.read(KerasLayers.write(layer, "layer")), setting);
        }
    }
}
