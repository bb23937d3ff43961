package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with attention: which parameter is which input, what is said if one is missing, and that they train. */
final class AttentionModelTest {
    /** The gallery's model. */
    private static final String CLASSIFIER = Javac.IMPORTS + """
            @Model
            public interface Attention {
                @Input({32, 64}) Seq x();
                @MultiHeadAttention(numHeads = 4, keyDim = 16) Seq attended(Seq x);
                @Add Seq added(Seq x, Seq attended);
                @LayerNormalization Seq normal(Seq added);
                @Dense(units = 64, activation = RELU) Seq each(Seq normal);
                @GlobalAveragePooling1D Vec pooled(Seq each);
                @Output @Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Dense(units = 3, activation = SOFTMAX) Vec classes(Vec pooled);
            }
            """;

    /** Cross attention whose parameters come in another order than the layer's inputs. */
    private static final String TRANSLATOR = Javac.IMPORTS + """
            @Model
            public interface Translator {
                @Input(dims = {"source", "4"}) Seq memory();
                @Input(dims = {"target", "6"}) Seq x();
                @MultiHeadAttention(numHeads = 2, keyDim = 3, dropout = 0.1)
                Seq a(@From("memory") Seq value, @From("x") Seq query);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Seq out(Seq a);
            }
            """;

    @TempDir
    Path output;

    private String compile(String... sources) {
        return Javac.into(output).compile(sources);
    }

    /** The answer of a static method without parameters. */
    private Object call(String type, String method) throws Exception {
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, AttentionModelTest.class.getClassLoader())) {
            var called = loader.loadClass(type).getDeclaredMethod(method);
            called.setAccessible(true);
            return called.invoke(null);
        }
    }

    private List<String> inputs(String type, String layer) throws Exception {
        return ((Graph) call(type, "graph"))
                .node(layer).inputs().stream().map(Object::toString).toList();
    }

    /** A model of attentions on x (8, 6), memory (10, 4), other (10, 5) and seen (8, 10) or square (8, 8). */
    private static String model(String... attentions) {
        String methods = Stream.of(attentions)
                .map(attention -> "    @Output @MultiHeadAttention(numHeads = 2, keyDim = 3)\n    " + attention + "\n")
                .collect(Collectors.joining());
        String inputs = Stream.of(
                        "@Input({8, 6}) Seq x();",
                        "@Input({10, 4}) Seq memory();",
                        "@Input({10, 5}) Seq other();",
                        "@Input(value = {8, 10}, dtype = DType.BOOL) Tensor seen();",
                        "@Input(value = {8, 8}, dtype = DType.BOOL) Tensor square();")
                .filter(input -> Pattern.compile("\\b" + input.replaceAll(".* (\\w+)\\(\\);", "$1") + "\\b")
                        .matcher(methods)
                        .find())
                .map(input -> "    " + input + "\n")
                .collect(Collectors.joining());
        return Javac.IMPORTS + "@Model\npublic interface Roles {\n" + inputs + methods + "}\n";
    }

    private List<String> inputs(String layer) throws Exception {
        return inputs("RolesModel", layer);
    }

    @Test
    void parametersAreQueryValueKeyAndMaskInThisOrder() throws Exception {
        assertEquals(
                "",
                compile(model(
                        "Seq a(Seq x);",
                        "Seq b(Seq x, Seq memory);",
                        "Seq c(Seq x, Seq memory, Seq other);",
                        "Seq d(Seq x, Seq memory, Seq other, Tensor seen);")));
        assertEquals(List.of("x"), inputs("a"));
        assertEquals(List.of("x", "memory"), inputs("b"));
        assertEquals(List.of("x", "memory", "other"), inputs("c"));
        assertEquals(List.of("x", "memory", "other", "seen"), inputs("d"));
    }

    @Test
    void aParameterThatIsNamedLikeARoleHasItWhereverItStands() throws Exception {
        assertEquals(
                "",
                compile(model(
                        "Seq a(@From(\"memory\") Seq value, @From(\"x\") Seq query);",
                        "Seq b(@From(\"memory\") Seq value, Seq x);",
                        "Seq c(Seq memory, @From(\"x\") Seq query);",
                        "Seq d(@From(\"other\") Seq key, @From(\"memory\") Seq value, @From(\"x\") Seq query);")));
        assertEquals(List.of("x", "memory"), inputs("a"));
        assertEquals(List.of("x", "memory"), inputs("b"));
        assertEquals(List.of("x", "memory"), inputs("c"));
        assertEquals(List.of("x", "memory", "other"), inputs("d"));
    }

    @Test
    void aRoleThatIsLeftOutBeforeOneThatIsGivenTakesItsDefault() throws Exception {
        assertEquals(
                "",
                compile(model(
                        "Seq a(Seq x, @From(\"square\") Tensor mask);",
                        "Seq b(@From(\"seen\") Tensor mask, Seq x, @From(\"memory\") Seq value);")));
        assertEquals(List.of("x", "x", "x", "square"), inputs("a"));
        assertEquals(List.of("x", "memory", "memory", "seen"), inputs("b"));
    }

    @Test
    void aNameWithoutFromIsAWireAndNoRole() throws Exception {
        assertEquals("", compile(Javac.IMPORTS + """
                @Model
                public interface Named {
                    @Input({8, 6}) Seq value();
                    @Input({10, 4}) Seq query();
                    @Output @MultiHeadAttention(numHeads = 2, keyDim = 3) Seq a(Seq value, Seq query);
                }
                """));
        assertEquals(List.of("value", "query"), inputs("NamedModel", "a"));
    }

    @Test
    void aRoleThatHasToBeGivenIsNamed() {
        assertEquals(
                List.of(
                        "9: [plumb/wrong-arity] MultiHeadAttention 'a' takes an input 'query' beside 'value': it has none"),
                Javac.errors(compile(model("Seq a(@From(\"memory\") Seq value);"))));
        assertEquals(
                List.of(
                        "10: [plumb/wrong-arity] MultiHeadAttention 'a' takes an input 'value' beside 'query', 'key': it has none"),
                Javac.errors(compile(model("Seq a(@From(\"other\") Seq key, Seq x);"))));
        assertEquals(
                List.of("13: [plumb/wrong-arity] MultiHeadAttention 'a' takes 1 to 4 inputs: it has 5"),
                Javac.errors(compile(model("Seq a(Seq x, Seq memory, Seq other, Tensor seen, Tensor square);"))));
    }

    @Test
    void mistakesAreShownAtTheParameterThatIsMeant() {
        String printed = compile(model("Seq a(@From(\"seen\") Tensor mask, @From(\"memory\") Seq value, Seq x);")
                .replace("{8, 10}", "{8, 9}"));
        assertTrue(printed.contains("""
                        [plumb/shape-mismatch] MultiHeadAttention 'a' needs a mask with a column for each step of its value: its value 'memory' is (10, 4), its mask 'seen' is (8, 9) bool
                            Seq a(@From("seen") Tensor mask, @From("memory") Seq value, Seq x);
                                                       ^
                        """), printed);
        printed = compile(model("Seq a(@From(\"memory\") Seq value, @From(\"y\") Seq query);"));
        assertTrue(printed.contains("""
                            Seq a(@From("memory") Seq value, @From("y") Seq query);
                                                                            ^
                        """), printed);
        printed = compile(model("Seq a(@From(\"seen\") Tensor mask, @From(\"memory\") Image value, Seq x);"));
        assertEquals(1, Javac.errors(printed).size(), printed);
        assertTrue(printed.contains("""
                            Seq a(@From("seen") Tensor mask, @From("memory") Image value, Seq x);
                                                                                   ^
                        """), printed);
    }

    @Test
    void anOutputThatDoesNotExistIsShownInTheFrom() {
        String printed = compile(model("Seq a(@From(\"memory\") Seq value, @From(\"x.state\") Seq query);"));
        assertTrue(printed.contains("""
                        [plumb/unknown-output] MultiHeadAttention 'a' takes 'x.state': input 'x' has one output
                            Seq a(@From("memory") Seq value, @From("x.state") Seq query);
                                                                   ^
                        """), printed);
    }

    @Test
    void rolesSurviveAClassFileWithoutParameterNames() throws Exception {
        assertEquals("", Javac.into(output).without("-parameters").compile(TRANSLATOR));
        Files.delete(output.resolve("TranslatorModel.java"));
        String variant = Javac.IMPORTS + "@Model public interface Variant extends Translator {}\n";
        assertEquals("", compile(variant));
        assertEquals(List.of("x", "memory"), inputs("VariantModel", "a"));
        Files.delete(output.resolve("TranslatorModel.class"));
        assertEquals(
                "5: [plumb/name-not-available] [Translator.a] MultiHeadAttention 'a': the parameter name 'arg0' is not the"
                        + " one that was written, it was lost on the way to the compiler",
                Javac.errors(compile(variant)).get(0));
    }

    @Test
    void aRoleThatIsLeftOutSurvivesAClassFileToo() throws Exception {
        assertEquals(
                "",
                Javac.into(output)
                        .without("-parameters")
                        .compile(model("Seq a(@From(\"seen\") Tensor mask, Seq x, Seq memory);")));
        Files.delete(output.resolve("RolesModel.java"));
        assertEquals("", compile(Javac.IMPORTS + "@Model public interface Variant extends Roles {}\n"));
        assertEquals(List.of("x", "memory", "memory", "seen"), inputs("VariantModel", "a"));
    }

    @Test
    void theClassifierOfTheGalleryHasTheParametersOfKeras() throws Exception {
        assertEquals("", compile(CLASSIFIER));
        assertEquals(21_123, ((Graph) call("AttentionModel", "graph")).parameters());
    }

    @Test
    void theBlockOfATransformerHasTheParametersOfItsLayers() throws Exception {
        assertEquals("", compile(Javac.IMPORTS + """
                @Model
                public interface Encoder {
                    @Input(dims = {"time"}, dtype = DType.INT32) Tokens tokens();
                    @Embedding(inputDim = 100, outputDim = 32, maskZero = true) Seq x(Tokens tokens);
                    @MultiHeadAttention(numHeads = 2, keyDim = 16, dropout = 0.1) Seq attended(Seq x);
                    @Dropout(0.1) Seq dropped(Seq attended);
                    @Add Seq added(Seq x, Seq dropped);
                    @LayerNormalization Seq normal(Seq added);
                    @Dense(units = 64, activation = RELU) Seq wide(Seq normal);
                    @Dense(units = 32) Seq narrow(Seq wide);
                    @Add Seq both(Seq normal, Seq narrow);
                    @LayerNormalization Seq out(Seq both);
                    @GlobalAveragePooling1D Vec pooled(Seq out);
                    @Output @Loss(BINARY_CROSSENTROPY) @Dense(units = 1, activation = SIGMOID) Vec good(Vec pooled);
                }
                """));
        Graph graph = (Graph) call("EncoderModel", "graph");
        long attention = 3 * (32 * 32 + 32) + (32 * 32 + 32);
        long block = attention + 2 * 32 + (32 * 64 + 64) + (64 * 32 + 32) + 2 * 32;
        assertEquals(100 * 32 + block + 33, graph.parameters());
        assertTrue(graph.node("out").type().masked(), "the mask reaches the end of the block");
    }

    /** The numbers that Java statements return; {@code model} is a fresh model of that name, {@code data} a name for its data set. */
    private float[] numbers(String model, String name, String statements) throws Exception {
        assertEquals("", compile(model, """
                import dev.plumb.runtime.Fit;
                import dev.plumb.runtime.Verbosity;
                import dev.plumb.train.Adam;
                import org.nd4j.linalg.api.buffer.DataType;
                import org.nd4j.linalg.api.ndarray.INDArray;
                import org.nd4j.linalg.factory.Nd4j;
                public class User {
                    public static float[] numbers() {
                        Nd4j.getRandom().setSeed(7);
                        %sModel model = %<sModel.create(1L);
                        Fit fit = Fit.epochs(8).batchSize(8).verbose(Verbosity.SILENT);
                %s
                    }
                    static float[] floats(java.util.List<Double> losses) {
                        float[] values = new float[losses.size()];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = losses.get(i).floatValue();
                        }
                        return values;
                    }
                }
                """.formatted(name, statements)));
        return (float[]) call("User", "numbers");
    }

    private static void assertLearns(float[] losses) {
        for (float loss : losses) {
            assertTrue(Float.isFinite(loss));
        }
        assertEquals(8, losses.length);
        assertTrue(losses[7] < 0.7 * losses[0], losses[0] + " to " + losses[7]);
    }

    @Test
    void selfAttentionTrains() throws Exception {
        assertLearns(numbers(CLASSIFIER, "Attention", """
                INDArray x = Nd4j.randn(DataType.FLOAT, 24, 32, 64);
                int[] classes = new int[24];
                for (int i = 0; i < 24; i++) {
                    classes[i] = i % 3;
                    x.slice(i).addi(i % 3 - 1);
                }
                return floats(model.trainer(Adam.of(0.005))
                        .fit(AttentionModel.dataset(x, Nd4j.createFromArray(classes)), fit).get("loss"));
                """));
    }

    @Test
    void crossAttentionWithRolesTrains() throws Exception {
        assertLearns(numbers(TRANSLATOR, "Translator", """
                INDArray memory = Nd4j.randn(DataType.FLOAT, 32, 5, 4);
                INDArray x = Nd4j.randn(DataType.FLOAT, 32, 7, 6);
                INDArray y = Nd4j.zeros(DataType.FLOAT, 32, 7, 1);
                for (int i = 0; i < 32; i++) {
                    y.slice(i).addi(3 * memory.slice(i).meanNumber().floatValue());
                }
                var data = TranslatorModel.dataset(
                        new TranslatorModel.Inputs(memory, x), new TranslatorModel.Targets(y));
                return floats(model.trainer(Adam.of(0.02)).fit(data, fit).get("loss"));
                """));
    }

    private static final String MASKED = Javac.IMPORTS + """
            @Model
            public interface Masked {
                @Input(dims = {"time"}, dtype = DType.INT32) Tokens tokens();
                @Embedding(inputDim = 9, outputDim = 4, maskZero = true) Seq x(Tokens tokens);
                @MultiHeadAttention(numHeads = 2, keyDim = 4) Seq attended(Seq x);
                @GlobalAveragePooling1D Vec pooled(Seq attended);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec out(Vec pooled);
            }
            """;

    private static final String TOKENS = """
            INDArray tokens = Nd4j.zeros(DataType.INT32, 32, 6);
            INDArray y = Nd4j.zeros(DataType.FLOAT, 32, 1);
            for (int i = 0; i < 32; i++) {
                for (int t = 0; t < 1 + i % 5; t++) {
                    tokens.putScalar(new int[] {i, t}, 1 + (i + t * i) % 8);
                }
                y.putScalar(i, i % 4);
            }
            """;

    @Test
    void attentionOverMaskedStepsTrains() throws Exception {
        float[] losses = numbers(MASKED, "Masked", TOKENS + """
                return floats(model.trainer(Adam.of(0.05)).fit(MaskedModel.dataset(tokens, y), fit).get("loss"));
                """);
        assertLearns(losses);
    }

    @Test
    void paddingDoesNotChangeWhatIsPredicted() throws Exception {
        float[] differences = numbers(MASKED, "Masked", TOKENS + """
                INDArray longer = Nd4j.concat(1, tokens, Nd4j.zeros(DataType.INT32, 32, 3));
                return model.predict(tokens).sub(model.predict(longer)).toFloatVector();
                """.replace("toFloatVector", "ravel().toFloatVector"));
        assertEquals(32, differences.length);
        for (float difference : differences) {
            assertEquals(0, difference, 1e-6);
        }
    }

    @Test
    void aMaskOfBooleansHidesSteps() throws Exception {
        float[] changes = numbers(model("Seq a(Seq x, @From(\"square\") Tensor mask);"), "Roles", """
                INDArray mask = Nd4j.zeros(DataType.BOOL, 2, 8, 8);
                for (int i = 0; i < 2; i++) {
                    for (int row = 0; row < 8; row++) {
                        for (int column = 0; column <= row; column++) {
                            mask.putScalar(new int[] {i, row, column}, 1);
                        }
                    }
                }
                INDArray x = Nd4j.randn(DataType.FLOAT, 2, 8, 6);
                INDArray before = model.predict(new RolesModel.Inputs(x, mask)).a().dup();
                for (int i = 0; i < 2; i++) {
                    x.slice(i).slice(5).addi(1);
                }
                INDArray after = model.predict(new RolesModel.Inputs(x, mask)).a();
                return org.nd4j.linalg.ops.transforms.Transforms.abs(after.sub(before)).max(0, 2).toFloatVector();
                """);
        assertEquals(8, changes.length);
        for (int step = 0; step < 8; step++) {
            assertEquals(step >= 5, changes[step] > 1e-3, step + ": " + changes[step]);
        }
    }
}
