package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.processor.check.ModelCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to declare models, and what is said about several mistakes at once. */
final class DeclarationsTest {
    private static final String BASE = Javac.IMPORTS + """
            @Model
            public interface Base {
                @Input(20) Vec features();
                @Dense(units = 64) Vec deep(Vec features);
                @Dense(units = 64) Vec shortcut(Vec features);
                @Add Vec merged(Vec deep, Vec shortcut);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec price(Vec merged);
            }
            """;

    @TempDir
    Path output;

    private String compile(String... sources) {
        return Javac.into(output).compile(sources);
    }

    @Test
    void allMistakesAreReportedAtOnceInTheOrderOfTheSourceAndNoneFollowsFromAnother() {
        String printed = compile(Javac.IMPORTS + """
                @Model
                interface Many {
                    @Input(20) Vec features();
                    @Dense(units = 0) Vec first(Vec features);
                    @Dense(units = 8) Vec second(Vec frist);
                    @Dropout(2) Vec third(Vec second);
                    Vec fourth(Vec third);
                    @Conv2D(filters = 1, kernelSize = {3, 0}) Image fifth(Vec features);
                    @Flatten Vec sixth(Image fifth);
                    @Output @Add Vec out(Vec fourth, Vec sixth);
                }
                """);
        assertEquals(
                List.of(
                        "8: [plumb/bad-attribute] Dense 'first' has units = 0: must be at least 1",
                        "9: [plumb/unknown-wire] Dense 'second' has no layer or input 'frist' to take its input from, did you mean 'first'?",
                        "10: [plumb/bad-attribute] Dropout 'third' has value = 2.0: must be between 0 and 1",
                        "11: [plumb/missing-layer] method 'fourth' has no layer annotation: nothing says which layer it is",
                        "12: [plumb/bad-attribute] Conv2D 'fifth' has kernelSize[1] = 0: must be at least 1"),
                Javac.errors(printed));
        assertTrue(printed.contains("""
                    @Conv2D(filters = 1, kernelSize = {3, 0}) Image fifth(Vec features);
                                                          ^
                """), printed);
    }

    @Test
    void codeThatUsesTheClassOfABrokenModelAddsNoMessage() {
        String broken = BASE.replace("shortcut(Vec features)", "shortcut(Vec featuers)");
        String user = """
                import dev.plumb.train.Adam;
                class User {
                    BaseModel model = BaseModel.create(1L);
                    float[] price = model.predict(new float[20]);
                    Object trainer = model.trainer(Adam.of(0.001));
                    BaseModel.Outputs outputs = model.predict(new BaseModel.Inputs(null));
                    Object staged = model.training();
                }
                """;
        assertEquals(1, Javac.errors(compile(broken, user)).size());
    }

    @Test
    void aVariantInheritsTheWiringAndReplacesALayer() throws Exception {
        assertEquals("", compile(BASE, Javac.IMPORTS + """
                @Model
                public interface Variant extends Base {
                    @Override @Dense(units = 3) Vec price(Vec merged);
                    @Override @Activation(RELU) Vec shortcut(Vec deep);
                }
                """));
        String generated = Files.readString(output.resolve("VariantModel.java"));
        assertTrue(generated.contains("g.apply(\"price\", Layers.dense(3), merged)"), generated);
        assertTrue(generated.contains("g.apply(\"shortcut\", Layers.activation(RELU), deep)"), generated);
        assertTrue(generated.contains("g.output(price, MEAN_SQUARED_ERROR)"), generated);
    }

    @Test
    void aMistakeInWhatIsInheritedIsToldAtTheOverrideAndOnce() {
        String printed = compile(BASE, Javac.IMPORTS + """
                @Model
                interface Variant extends Base {
                    @Override @Dense(units = 32) Vec shortcut(Vec features);
                }
                """);
        assertEquals(
                List.of("7: [plumb/shape-mismatch] [Base.merged] Add 'merged' needs inputs of one shape: "
                        + "'deep' is (64), 'shortcut' is (32)"),
                Javac.errors(printed));
        assertTrue(printed.contains("fix       shortcut: units = 64"), printed);
        String broken = BASE.replace("units = 1)", "units = 0)");
        assertEquals(
                1,
                Javac.errors(compile(broken, Javac.IMPORTS + "@Model interface Same extends Base {}\n"))
                        .size());
    }

    @Test
    void aFixThatChangesWhatIsInheritedIsAnOverride() {
        String printed = compile(Javac.IMPORTS + """
                @Model interface Narrow {
                    @Input(20) Vec x();
                    @Dense(units = 64) Vec wide(Vec x);
                    @Dense(units = 64) Vec deep(Vec wide);
                    @Add Vec sum(Vec wide, Vec deep);
                    @Output @Dense(units = 2) Vec y(Vec sum);
                }
                @Model interface Wide extends Narrow {
                    @Override @Dense(units = 128) Vec wide(Vec x);
                }
                """);
        assertTrue(printed.contains("fix   override deep: units = 128"), printed);
    }

    @Test
    void aModelFromAClassFileNeedsNoParameterNames(@TempDir Path other) throws Exception {
        assertEquals("", Javac.into(output).without("-parameters").compile(BASE));
        String variant = Javac.IMPORTS + "@Model interface Variant extends Base {}\n";
        Files.delete(output.resolve("Base" + "Model.java"));
        assertEquals("", compile(variant));
        Files.delete(output.resolve("BaseModel.class"));
        List<String> lines = Javac.errors(Javac.into(output).compile(variant));
        assertTrue(
                lines.get(0)
                        .startsWith(
                                "5: [plumb/name-not-available] [Base.deep] Dense 'deep': the parameter name 'arg0'"),
                lines.toString());
    }

    @Test
    void aParameterCanSayItsRoleAndConstantsHaveNames() {
        assertEquals("", compile(Javac.IMPORTS + """
                @Model
                interface Roles {
                    int UNITS = 4 * 16;
                    @Input(UNITS) Vec features();
                    @Dense(units = UNITS) Vec deep(@From("features") Vec query);
                    @Output @Add Vec merged(@From("deep") Vec left, @From("features") Vec right);
                }
                """));
    }

    @Test
    void aSequentialIsTheSameGraphAsItsWiredForm() throws Exception {
        assertEquals("", compile(Javac.IMPORTS + """
                @Sequential
                interface Digits {
                    @Input(784) Vec image();
                    @Dense(units = 256, activation = RELU) Vec dense1();
                    @Dropout(0.3) Vec dropout1();
                    @Loss(CATEGORICAL_CROSSENTROPY) @Dense(units = 10, activation = SOFTMAX) Vec predictions();
                }
                """));
        String straight = Files.readString(output.resolve("DigitsModel.java"));
        assertEquals("", compile(Javac.IMPORTS + """
                @Model
                interface Digits {
                    @Input(784) Vec image();
                    @Dense(units = 256, activation = RELU) Vec dense1(Vec image);
                    @Dropout(0.3) Vec dropout1(Vec dense1);
                    @Output @Loss(CATEGORICAL_CROSSENTROPY) @Dense(units = 10, activation = SOFTMAX) Vec predictions(Vec dropout1);
                }
                """));
        assertEquals(Files.readString(output.resolve("DigitsModel.java")), straight);
    }

    @Test
    void attributesOfAMethodThatShouldHaveNoParameterAreChecked() {
        assertEquals(
                List.of(
                        "8: [plumb/bad-attribute] Dense 'hidden' has units = 0: must be at least 1",
                        "8: [plumb/sequential-parameter] 'hidden' has a parameter: in a @Sequential each layer takes the one above it"),
                Javac.errors(compile(Javac.IMPORTS + """
                        @Sequential
                        interface Line {
                            @Input(20) Vec features();
                            @Dense(units = 0) Vec hidden(Vec features);
                            @Dense(units = 2) Vec out();
                        }
                        """)));
    }

    @Test
    void whatTheCompilerCannotResolveIsLeftToTheCompiler() {
        String printed = compile(BASE.replace("Vec deep(Vec features)", "Vec deep(Vectors features)"));
        assertFalse(printed.contains("plumb/"), printed);
        assertTrue(printed.contains("cannot find symbol"), printed);
    }

    @Test
    void aTypeThatIsNoTensorIsSaid() {
        assertEquals(
                List.of(
                        "7: [plumb/declared-rank] 'features' is declared String (no type of dev.plumb.dsl) but a layer or input makes a tensor: Vec, Seq, Image …",
                        "8: [plumb/declared-rank] input 'features' of 'out' is declared int (no type of dev.plumb.dsl) but a wire carries a tensor: Vec, Seq, Image …"),
                Javac.errors(compile(Javac.IMPORTS + """
                        @Model
                        interface Wrong {
                            @Input(20) String features();
                            @Output @Dense(units = 1) Vec out(int features);
                        }
                        """)));
    }

    @Test
    void aBugOfTheCheckerNamesTheModelAndTheOthersGetTheirTurn() {
        PlumbProcessor processor = new PlumbProcessor(model -> {
            if (model.name().equals("Base")) {
                throw new IllegalStateException("a bug");
            }
            return ModelCheck.check(model);
        });
        String wrong = Javac.IMPORTS + "@Model interface Empty {}\n";
        List<String> lines = Javac.errors(Javac.into(output).compile(processor, BASE, wrong));
        assertEquals(
                List.of(
                        "6: [plumb/crash] the checker failed on model 'Base' with java.lang.IllegalStateException: a bug: "
                                + "this is a bug in Plumb, please report it with the model",
                        "5: [plumb/no-input] model 'Empty' has no input: nothing is marked @Input",
                        "5: [plumb/no-output] model 'Empty' has no output: nothing is marked @Output"),
                lines);
    }

    @Test
    void gradleMayProcessOnlyWhatChanged() throws Exception {
        try (var metadata =
                PlumbProcessor.class.getResourceAsStream("/META-INF/gradle/incremental.annotation.processors")) {
            assertEquals(
                    "dev.plumb.processor.PlumbProcessor,isolating",
                    new String(metadata.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void aModelMayExtendAGenericInterface() {
        String generic = Javac.IMPORTS + """
                public interface Head<T extends Tensor, S> {
                    @Dense(units = 4) T hidden(T features);
                    @Output @Dense(units = 1) T price(@From("hidden") T last);
                }
                """;
        String model = Javac.IMPORTS + """
                @Model interface House extends Head<Vec, String> {
                    @Input(20) Vec features();
                }
                """;
        assertEquals(List.of(), Javac.errors(compile(generic, model)));
        assertEquals(
                List.of(
                        "6: [plumb/declared-rank] [Head.hidden] input 'features' of Dense 'hidden' is declared Seq (rank 2: time, features) but 'features' is (20), Vec"),
                Javac.errors(compile(generic, model.replace("Head<Vec", "Head<Seq"))));
    }

    /** Its methods are in class files, where nobody can make layers of them: that is said once, of what the model extends. */
    @Test
    void aParentThatIsNoModelIsOneError() {
        String model = Javac.IMPORTS + """
                @Model interface House extends java.util.List<Vec> {
                    @Input(20) Vec features();
                    @Output @Dense(units = 1) Vec price(Vec features);
                }
                """;
        assertEquals(
                List.of("5: [plumb/bad-model] 'House' cannot be a @Model: it extends 'List', which has methods that are"
                        + " no layers: leave 'List' out"),
                Javac.errors(compile(model)));
        assertEquals(
                List.of(
                        "5: [plumb/bad-model] 'House' cannot be a @Sequential: it extends 'Comparable', which has methods"
                                + " that are no layers: leave 'Comparable' out"),
                Javac.errors(compile(model.replace("@Model", "@Sequential")
                        .replace("java.util.List", "java.io.Serializable, Comparable")
                        .replace("(Vec features)", "()"))));
        assertEquals(List.of(), Javac.errors(compile(model.replace("java.util.List<Vec>", "java.io.Serializable"))));
    }

    @Test
    void whatIsTooWideForAJavaClassIsOneErrorAndWhatFitsCompiles() {
        assertEquals(List.of(), Javac.errors(compile(wide(254, 63))));
        assertEquals(
                List.of("5: [plumb/bad-model] 'Wide' cannot be a @Model: it has 255 inputs, "
                        + "and the class that is generated for it can have 254: join some of them into one tensor"),
                Javac.errors(compile(wide(255, 1))));
        assertEquals(
                List.of("5: [plumb/bad-model] 'Wide' cannot be a @Model: it has 64 outputs, "
                        + "and the class that is generated for it can have 63: join some of them into one tensor"),
                Javac.errors(compile(wide(2, 64))));
    }

    private static String wide(int inputs, int outputs) {
        StringBuilder source = new StringBuilder(Javac.IMPORTS).append("@Model interface Wide {\n");
        StringBuilder parameters = new StringBuilder();
        for (int i = 0; i < inputs; i++) {
            source.append("@Input(2) Vec x").append(i).append("();\n");
            parameters.append(i == 0 ? "" : ", ").append("Vec x").append(i);
        }
        source.append("@Concatenate Vec joined(").append(parameters).append(");\n");
        for (int i = 0; i < outputs; i++) {
            source.append("@Output @Dense(units = 1) Vec y").append(i).append("(Vec joined);\n");
        }
        return source.append("}\n").toString();
    }

    @Test
    void aScalarIsWhatIsReshapedToNoAxis() {
        assertEquals("", compile(Javac.IMPORTS + """
                @Model
                interface One {
                    @Input(4) Vec x();
                    @Dense(units = 1) Vec h(Vec x);
                    @Output @Loss(MEAN_SQUARED_ERROR) @Reshape({}) Scalar y(Vec h);
                }
                """));
    }
}
