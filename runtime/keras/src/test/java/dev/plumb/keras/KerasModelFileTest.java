package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.runtime.Network;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is read of a file of a whole model, and what is refused. */
final class KerasModelFileTest {
    @TempDir
    Path folder;

    /** The older kind of file, of whole models. */
    @ParameterizedTest
    @ValueSource(strings = {"images", "sequences", "nested"})
    void h5IsRead(String name) {
        KerasModel model = KerasModel.read(SavedModels.file(name + ".h5"));
        assertEquals(name, model.name());
        SavedModels.Case known = SavedModels.Case.of(name);
        DataType type = name.equals("sequences") ? DataType.INT32 : DataType.FLOAT;
        INDArray output =
                model.network().predict(List.of(known.input().castTo(type))).get(0);
        double largest = output.sub(known.output()).amaxNumber().doubleValue();
        assertTrue(largest <= 1e-5, "differs by " + largest);
    }

    @Test
    void weightsAloneAreNoModel() {
        assertEquals(
                "cannot read the model of " + SavedModels.file("nested.weights.h5")
                        + ": it has weights only, and does not say which model they are of: save the whole model in"
                        + " Keras",
                assertThrows(UncheckedIOException.class, () -> KerasModel.read(SavedModels.file("nested.weights.h5")))
                        .getMessage());
    }

    @Test
    void namesAreThoseOfKerasWithoutSignsThatNamesHereLack() {
        KerasModel model = KerasModel.read(FixtureModels.file("built_by_a_call", folder));
        assertEquals("built_by_a_call", model.name());
        assertEquals(
                List.of("dense", "dense_1"),
                model.graph().nodes().stream().map(node -> node.name()).toList());
    }

    @Test
    void axesOfAnySizeHaveNames() {
        KerasModel model = KerasModel.read(FixtureModels.file("any_length", folder));
        assertEquals(Set.of("time"), model.graph().names());
    }

    @Test
    void nestedAndSharedModelsAreThoseInTheDraft() {
        Draft draft =
                KerasModel.read(FixtureModels.file("nested_twice", folder)).draft();
        Draft.Step first = draft.stepsByName().get("encoder");
        Draft.Step second = draft.stepsByName().get("encoder_2");
        assertTrue(first.layer().orElseThrow() instanceof ModelLayer);
        assertEquals("encoder", second.terms().sharing());
        assertEquals(first.layer(), second.layer());
    }

    @Test
    void frozenLayersAreFrozenAndWrittenSo() {
        Network network = KerasModel.read(FixtureModels.file("frozen", folder)).network();
        assertEquals(Set.of("first"), network.frozen());
        Path file = folder.resolve("again.keras");
        KerasExport.of(network).write(file);
        assertEquals(Set.of("first"), KerasModel.read(file).network().frozen());
    }

    /** Keras tells by the name what a file is. */
    @Test
    void aModelIsWrittenUnderANameThatKerasOpens() {
        Network network = KerasModel.read(FixtureModels.file("frozen", folder)).network();
        Map<String, String> fixes =
                Map.of("digits.h5", "digits.keras", "digits.KERAS", "digits.keras", "digits-1.5", "digits-1.5.keras");
        fixes.forEach((name, fix) -> assertEquals(
                "'" + folder.resolve(name)
                        + "' does not end in .keras, and Keras opens it by no other name: write it to '"
                        + folder.resolve(fix) + "'",
                refusedName(network, folder.resolve(name))));
        assertEquals(
                "'" + folder + "' is a folder: give the name of a file, such as '" + folder.resolve("model.keras")
                        + "'",
                refusedName(network, folder));
    }

    private static String refusedName(Network network, Path file) {
        return assertThrows(IllegalArgumentException.class, () -> KerasExport.of(network)
                        .write(file))
                .getMessage();
    }

    private Path model(String json) throws IOException {
        Path file = folder.resolve("model.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            byte[] content = json.getBytes(StandardCharsets.UTF_8);
            ZipEntry entry = new ZipEntry("config.json");
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return file;
    }

    /** Keras gives back what a layer has nothing to merge with; here such a layer is a mistake. */
    @ParameterizedTest
    @ValueSource(strings = {"Add", "Average", "Maximum", "Minimum", "Multiply", "Concatenate"})
    void whatMergesOneTensorGivesItBack(String merge) throws IOException {
        Path file = model("""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 2], "dtype": "float32", "name": "x"},
               "name": "x", "inbound_nodes": []},
              {"class_name": "%s", "config": {"name": "one"}, "name": "one", "inbound_nodes": [{"args": [[
                {"class_name": "__keras_tensor__",
                 "config": {"shape": [null, 2], "dtype": "float32", "keras_history": ["x", 0, 0]}}]], "kwargs": {}}]}],
              "input_layers": [["x", 0, 0]], "output_layers": [["one", 0, 0]]}}
            """.formatted(merge));
        assertArrayEquals(new float[] {3, -4}, KerasModel.read(file).network().predict(new float[] {3, -4}));
    }

    @Test
    void allThatHasNoCounterpartIsSaidAtOnce() throws IOException {
        Path file = model("""
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
              {"module": "my", "class_name": "Mine", "config": {"name": "own"}},
              {"class_name": "Sequential", "config": {"name": "inner", "layers": [
                {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "i"}},
                {"class_name": "Lambda", "config": {"name": "code"}},
                {"class_name": "Dense", "config": {"name": "d", "units": 3, "lora_rank": 2}}]}},
              {"class_name": "Dense", "config": {"name": "last", "units": 3}}]}}
            """);
        NoCounterpartException refusal = assertThrows(NoCounterpartException.class, () -> KerasModel.read(file));
        assertEquals("the model in '" + file + """
            ' has 3 things without a counterpart here:
              'own' (Mine): its class 'my.Mine' is not one of Keras: what it computes is code, which a file does not have
              'inner/code' (Lambda): its code is Python: write it as a layer in code, or leave it out before saving
              'inner/d' (Dense): its option lora_rank is 2, and has to be null\
            """, refusal.getMessage());
        assertEquals(3, refusal.reasons().size());
    }

    /** Each with what else computes the same. */
    @Test
    void severalCellsAndDepthByChanceAreRefused() throws IOException {
        Path file = model("""
            {"module": "keras", "class_name": "Sequential", "registered_name": null, "config": {"name": "s", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 5, 4], "name": "x"}},
              {"module": "keras.src.applications.convnext", "class_name": "StochasticDepth", "registered_name":
                "StochasticDepth", "config": {"name": "depth", "drop_path_rate": 0.2}},
              {"module": "keras.layers", "class_name": "RNN", "config": {"name": "two", "cell":
                {"module": "keras.layers", "class_name": "StackedRNNCells", "registered_name": null, "config": {"cells": [
                  {"module": "keras.layers", "class_name": "LSTMCell", "config": {"units": 3}},
                  {"module": "keras.layers", "class_name": "GRUCell", "config": {"units": 2}}]}}}}]}}
            """);
        assertEquals(
                List.of(
                        "'depth' (StochasticDepth): no layer here leaves a branch out for some examples: build the model"
                                + " with drop_path_rate=0, which predicts the same",
                        "'two' (RNN): it has several cells: save an RNN for each, one behind the other, all but the last"
                                + " with return_sequences=True; the numbers are the same"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(file))
                        .reasons());
    }

    /** One that is registered may have the name of one of Keras. */
    @Test
    void aClassOfSomebodysOwnIsNotOneOfKeras() throws IOException {
        Path layer = model("""
            {"module": "keras", "class_name": "Sequential", "registered_name": null, "config": {"name": "s", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "x"}},
              {"module": null, "class_name": "Dense", "registered_name": "x>Dense", "config": {"name": "d", "units": 3}}]}}
            """);
        assertEquals(
                List.of("'d' (Dense): its class 'x>Dense' is not one of Keras: what it computes is code, which a file"
                        + " does not have"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(layer))
                        .reasons());
        Path within = model("""
            {"module": "keras", "class_name": "Sequential", "registered_name": null, "config": {"name": "s", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 5, 4], "name": "x"}},
              {"module": "keras.layers", "class_name": "RNN", "config": {"name": "r", "cell":
                {"module": null, "class_name": "LSTMCell", "registered_name": "x>LSTMCell", "config": {"name": "c", "units": 3}}}},
              {"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 3, "kernel_constraint":
                {"module": "mine", "class_name": "NonNeg", "registered_name": "NonNeg", "config": {}}}}]}}
            """);
        String said = assertThrows(NoCounterpartException.class, () -> KerasModel.read(within))
                .getMessage();
        assertTrue(
                said.contains("'r' (RNN): the cell in it, LSTMCell: its class 'x>LSTMCell' is not one of Keras"), said);
        assertTrue(
                said.contains("'d' (Dense): its option kernel_constraint: its class 'mine.NonNeg' is not one of Keras"),
                said);
        Path model = model("""
            {"module": null, "class_name": "Sequential", "registered_name": "x>Sequential", "config": {"name": "s", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "x"}},
              {"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 3}}]}}
            """);
        said = assertThrows(NoCounterpartException.class, () -> KerasModel.read(model))
                .getMessage();
        assertTrue(said.contains("the model is of the class 'x>Sequential', which is not one of Keras"), said);
    }

    private Path withFunction(String last) throws IOException {
        String ids = "{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 7], \"dtype\": \"int32\","
                + " \"keras_history\": [\"x\", 0, 0]}}";
        String words =
                "{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 7, 6], \"dtype\": \"float32\","
                        + " \"keras_history\": [\"e\", 0, 0]}}";
        String scaled = words.replace("\"e\"", "\"multiply\"");
        return model("""
            {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional", "config": {"name": "f", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 7], "dtype": "int32", "name": "x"},
               "name": "x", "inbound_nodes": []},
              {"module": "keras.layers", "class_name": "Embedding", "config": {"name": "e", "input_dim": 5, "output_dim": 6, "mask_zero": true},
               "name": "e", "inbound_nodes": [{"args": [%s], "kwargs": {}}]},
              {"module": "keras.src.ops.numpy", "class_name": "Multiply", "config": {"name": "multiply"}, "registered_name": "Multiply",
               "name": "multiply", "inbound_nodes": [{"args": [%s, 2.0], "kwargs": {}}]},
              {"module": "keras.layers", "class_name": "%s", "config": {"name": "last"},
               "name": "last", "inbound_nodes": [{"args": [%s], "kwargs": {}}]}],
              "input_layers": ["x", 0, 0], "output_layers": ["last", 0, 0]}}
            """.formatted(ids, words, last, scaled));
    }

    /** Where nobody reads the mask, both compute the same. */
    @Test
    void aFunctionDropsTheMask() throws IOException {
        Path read = withFunction("GlobalAveragePooling1D");
        assertEquals(
                List.of("'multiply' (Multiply): it is a function of keras.ops and drops the mask of what it is called"
                        + " on, which the layer for it here passes on to layers that read it: use a layer in its"
                        + " place (Rescaling, Add, Activation …), or no mask"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(read))
                        .reasons());
        assertEquals(3, KerasModel.read(withFunction("Flatten")).graph().nodes().size());
    }

    @Test
    void outputsThatALayerDoesNotHaveAreNamed() throws IOException {
        String described = KerasFile.reading(
                FixtureModels.file("seq2seq", folder), "model", file -> file.configured(text -> text));
        String tensor = "\"keras_history\": [\"lstm\", 0, ";
        assertTrue(described.contains(tensor + "2]"), described);
        Path file = model(described.replace(tensor + "2]", tensor + "7]"));
        assertEquals(
                List.of("the model 'functional' takes output 7 of 'lstm', which has 3, 0 to 2"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(file))
                        .reasons());
        String input = "\"keras_history\": [\"source\", 0, ";
        Path other = model(described.replace(input + "0]", input + "1]"));
        assertTrue(assertThrows(NoCounterpartException.class, () -> KerasModel.read(other))
                .reasons()
                .contains("the model 'functional' takes output 1 of 'source', which has 1, output 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"d\", \"0\", 0]",
                "[\"d\", null, 0]",
                "[\"d\", 0]",
                "[\"d\", 0.5, 0]",
                "[\"d\", 1099511627776, 0]",
                "[\"d\", 0, 0, 0]",
                "7"
            })
    void whatIsNoTensorAmongOutputsIsNamed(String entry) throws IOException {
        String described = KerasFile.reading(
                FixtureModels.file("seq2seq", folder), "model", file -> file.configured(text -> text));
        String outputs = "\"output_layers\": [";
        assertTrue(described.contains(outputs + "\"dense\", 0, 0]"), "of one output");
        Path file = model(described.replace(outputs + "\"dense\", 0, 0]", outputs + entry + "]"));
        String reason = assertThrows(NoCounterpartException.class, () -> KerasModel.read(file))
                .reasons()
                .get(0);
        assertTrue(
                reason.startsWith("the model 'functional' has ")
                        && reason.endsWith(" in 'output_layers', expected the name of a layer, the number of its call"
                                + " and that of an output"),
                reason);
    }

    @Test
    void aSubclassedModelIsRefusedAsOne() throws IOException {
        Path file = model("""
            {"module": null, "class_name": "MyModel", "config": {"trainable": true, "dtype": "float32"}, "registered_name": "MyModel"}
            """);
        assertEquals(
                List.of("the model is of the class 'MyModel', which is not one of Keras: what its call does is code,"
                        + " which a file does not have. Where it only calls its layers, save"
                        + " keras.Model(model.inputs, model.outputs)"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(file))
                        .reasons());
    }

    @Test
    void whatFitsNoInputIsSaidInTheWordsOfTheCompiler() throws IOException {
        Path file = model("""
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "x"}},
              {"class_name": "Conv2D", "config": {"name": "c", "filters": 2, "kernel_size": [3, 3]}}]}}
            """);
        String message = assertThrows(NoCounterpartException.class, () -> KerasModel.read(file))
                .getMessage();
        assertTrue(message.contains("Conv2D 'c'"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"class_name\": \"Functional\", \"config\": {\"layers\": []}}",
                "{\"class_name\": \"Functional\", \"config\": {\"layers\": [3, null, {\"class_name\": 4}]}}",
                "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{\"class_name\": \"Dense\"}]}}",
                "{\"class_name\": \"MyModel\", \"config\": {}}"
            })
    void whatDescribesNoModelIsRefused(String json) throws IOException {
        Path file = model(json);
        String message = assertThrows(RuntimeException.class, () -> KerasModel.read(file))
                .getMessage();
        assertTrue(message.contains(file.toString()), message);
    }

    /** Whatever a description is changed to: it is read or refused, by the name of the file. */
    @Test
    void damagedDescriptionsAreReadOrRefused() throws IOException {
        Random random = new Random(4);
        int refused = 0;
        for (String name :
                List.of("seq2seq", "nested_deep", "attention_options", "images_prepared", "margins_and_sizes")) {
            Path whole = FixtureModels.file(name, folder);
            String config = KerasFile.reading(whole, "model", file -> file.configured(text -> text));
            for (int i = 0; i < 200; i++) {
                StringBuilder damaged = new StringBuilder(config);
                for (int k = 0; k < 1 + random.nextInt(3); k++) {
                    int at = random.nextInt(damaged.length() - 40);
                    switch (random.nextInt(4)) {
                        case 0 -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
                        case 1 -> damaged.delete(at, at + random.nextInt(40));
                        case 2 -> damaged.insert(at, damaged.substring(at, at + random.nextInt(40)));
                        default -> number(damaged, at, random);
                    }
                }
                Path file = model(damaged.toString());
                try {
                    assertFalse(KerasModel.read(file).graph().nodes().isEmpty());
                } catch (UncheckedIOException | NoCounterpartException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(refused > 300, "refused: " + refused);
    }

    /** Another number in place of the next one: of a shape, an index, a size. */
    private static void number(StringBuilder text, int from, Random random) {
        int at = from;
        while (at < text.length() && !Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at < text.length()) {
            text.replace(
                    at,
                    at + 1,
                    List.of("0", "-1", "7", "null", "99999999999", "2147483647", "[]")
                            .get(random.nextInt(7)));
        }
    }

    @Test
    void whatKerasDoesNotHaveIsNotWritten() {
        GraphBuilder g = GraphBuilder.named("ours");
        Wire x = g.input("x", 4);
        Wire y = g.apply(
                "both",
                Layers.dense(4)
                        .kernelRegularizer(
                                dev.plumb.dsl.Regularizer.Spec.NONE.l2(0.1).orthogonal(0.1)),
                x);
        Graph graph = g.output(y).build();
        Path file = folder.resolve("ours.keras");
        assertEquals(
                "the model in 'ours' has something without a counterpart in Keras: Dense 'both': Keras has no"
                        + " regularizer that is orthogonal and L1 or L2 at once",
                assertThrows(NoCounterpartException.class, () -> KerasExport.of(Network.create(graph, 1))
                                .write(file))
                        .getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void aStatefulModelNeedsTheSizeOfItsBatches() {
        GraphBuilder g = GraphBuilder.named("Stream");
        Network network = Network.create(
                g.output(g.apply("reader", Layers.lstm(3).stateful(true), g.input("x", 4, 2)))
                        .build(),
                1);
        Path file = folder.resolve("stream.keras");
        NoCounterpartException refused = assertThrows(
                NoCounterpartException.class, () -> KerasExport.of(network).write(file));
        assertTrue(
                refused.getMessage()
                        .contains(
                                "LSTM 'reader': it is stateful, and Keras has to know how many examples each batch has:"
                                        + " KerasExport.of(network).forBatchesOf(batchSize).write(file)"),
                refused.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> KerasExport.of(network).forBatchesOf(0).write(file));
        assertFalse(Files.exists(file));
        KerasExport.of(network).forBatchesOf(5).write(file);
        KerasModel model = KerasModel.read(file);
        assertEquals(network.graph(), model.graph());
        assertFalse(model.isCompiled());
        KerasExport.of(network).trainedBy(Adam.of(0.25)).forBatchesOf(5).write(file);
        KerasModel compiled = KerasModel.read(file);
        assertEquals(network.graph(), compiled.graph());
        assertEquals(Adam.of(0.25), compiled.optimizer());
    }
}
