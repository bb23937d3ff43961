package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of Kotlin that Java cannot have: what kapt does to them silently, Plumb says. */
final class KotlinNamesTest {
    private static final String IMPORTS = """
            import dev.plumb.dsl.*
            import dev.plumb.dsl.layer.*
            """;

    private static Project project;
    private static List<Message> messages;

    @BeforeAll
    static void compileAllAtOnce(@TempDir Path folder) {
        project = Project.in(folder)
                .source("Parameters.kt", IMPORTS + """
                        @Model interface Parameters {
                            @Input(20) fun features(): Vec
                            @Dense(units = 8) fun first(default: Vec): Vec
                            @Dense(units = 8) fun second(`my features`: Vec): Vec
                            @Dense(units = 8) fun role(@From("features") `the query`: Vec): Vec
                            @Dense(units = 8) fun Vec.receiver(): Vec
                            @Output @Add fun sum(first: Vec, second: Vec, role: Vec, receiver: Vec): Vec
                        }
                        """)
                .source("Functions.kt", IMPORTS + """
                        @Model interface Functions {
                            @Input(20) fun features(): Vec
                            @Dense(units = 8) fun int(features: Vec): Vec
                            @Dense(units = 8) fun `my layer`(int: Vec): Vec
                            @Dense(units = 0) fun wrong(`my layer`: Vec): Vec
                            @Output @Dense(units = 8) fun out(wrong: Vec): Vec
                            @Dense(units = 8) fun `unused layer`(features: Vec): Vec
                            private fun `no layer`() = 1
                        }
                        """)
                .source("Straight.kt", IMPORTS + """
                        @Sequential interface Straight {
                            @Input(20) fun features(): Vec
                            @Dense(units = 8) fun double(): Vec
                            @Dense(units = 8) fun out(): Vec
                        }
                        """)
                .source("Hidden.kt", IMPORTS + """
                        @Model interface Hidden {
                            companion object { const val UNITS = 4 * 16 }
                            @Input(20) fun features(): Vec
                            @Dense(units = UNITS, activation = ActivationFunction.RELU) internal fun hidden(features: Vec): Vec
                            @Output @Dense(units = 3) fun `in`(hidden: Vec): Vec
                        }
                        """);
        project.source("Properties.kt", IMPORTS + """
                @Model interface Properties {
                    @get:Input(20) val features: Vec
                    @get:Input(4) val isMarked: Vec
                    @Dense(units = 8) fun hidden(features: Vec): Vec
                    @Output @Concatenate fun both(hidden: Vec, isMarked: Vec): Vec
                }
                """)
                .source("Forgotten.kt", IMPORTS + """
                @Sequential interface Forgotten {
                    @Input(20) val features: Vec
                    @get:Dense(units = 8) val hidden: Vec
                }
                """)
                .source("Keywords.kt", IMPORTS + """
                @Model interface Keywords {
                    @Input(20) fun `object`(): Vec
                    @Input(20) fun `val`(): Vec
                    @Dense(units = 8) fun `fun`(`object`: Vec): Vec
                    @Dropout(0.5) fun `is`(`val`: Vec): Vec
                    @Dense(units = 8) fun `typealias`(`is`: Vec): Vec
                    @LayerNormalization fun dev(`fun`: Vec): Vec
                    @Output @Add fun `as`(`typealias`: Vec, dev: Vec): Vec
                }
                """);
        messages = new KaptToolchain().compile(project);
    }

    private static List<String> about(String file) {
        return messages.stream()
                .filter(message -> message.file().equals(file))
                .map(message -> message.headline().replaceAll("(?<='p\\d_)\\d+", "…"))
                .toList();
    }

    @Test
    void aParameterWithoutANameInJavaIsExplainedUnlessItsWireIsNamed() {
        assertEquals(
                List.of(
                        "Parameters.kt:5: [plumb/name-not-available] Dense 'first': the parameter 'default' has no name in Java, kapt calls it 'p0_…'",
                        "Parameters.kt:6: [plumb/name-not-available] Dense 'second': the parameter 'my features' has no name in Java, kapt calls it 'p0_…'",
                        "Parameters.kt:8: [plumb/name-not-available] Dense 'receiver': the receiver of a function has no name"),
                about("Parameters.kt"));
        assertTrue(
                messages.stream().anyMatch(message -> message.text()
                        .contains("\nfix  rename it, or name the wire: @From(\"…\")\n")),
                messages.toString());
    }

    @Test
    void aFunctionThatKaptLeavesOutIsSaidAndTheOthersAreCheckedAsIfItWereThere() {
        assertEquals(
                List.of(
                        "Functions.kt:3: [plumb/bad-name] 'int' cannot name a layer: it is no name in Java, and kapt leaves the function out",
                        "Functions.kt:3: [plumb/bad-name] 'my layer' cannot name a layer: it is no name in Java, and kapt leaves the function out",
                        "Functions.kt:3: [plumb/bad-name] 'unused layer' cannot name a layer: it is no name in Java, and kapt leaves the function out",
                        "Functions.kt:7: [plumb/bad-attribute] Dense 'wrong' has units = 0: must be at least 1"),
                about("Functions.kt"));
    }

    @Test
    void aLineWithAGapIsNotChecked() {
        assertEquals(
                List.of(
                        "Straight.kt:3: [plumb/bad-name] 'double' cannot name a layer: it is no name in Java, and kapt leaves the function out"),
                about("Straight.kt"));
    }

    @Test
    void constantsKeywordsOfKotlinAndInternalFunctionsKeepTheirNames() {
        assertEquals(List.of(), about("Hidden.kt"));
        String generated = project.generated("HiddenModel.java");
        assertTrue(generated.contains("g.apply(\"hidden\", Layers.dense(64).activation(RELU), features)"), generated);
        assertTrue(generated.contains("g.apply(\"in\", "), generated);
    }

    /** In a stub annotations are spelt with their packages: one such wire ends the compilation, at its function, and another name mends it. */
    @Test
    void aWireNamedLikeThePackageIsOneMessage(@TempDir Path folder) {
        String model = IMPORTS + """
                @Model interface Clash {
                    @Input(20) fun dev(): Vec
                    @Dense(units = 8, activation = ActivationFunction.RELU) fun hidden(dev: Vec): Vec
                    @Output @Dense(units = 0) fun out(hidden: Vec): Vec
                }
                """;
        Project clash = Project.in(folder.resolve("clash")).source("Clash.kt", model);
        assertEquals(
                List.of("Clash.kt:5: an enum annotation value must be an enum constant"),
                new KaptToolchain()
                        .compile(clash).stream().map(Message::headline).toList());
        Project mended = Project.in(folder.resolve("mended"))
                .source("Clash.kt", model.replace("hidden(dev:", "hidden(@From(\"dev\") device:"));
        assertEquals(
                List.of("Clash.kt:6: [plumb/bad-attribute] Dense 'out' has units = 0: must be at least 1"),
                new KaptToolchain()
                        .compile(mended).stream().map(Message::headline).toList());
    }

    @Test
    void wordsOfKotlinAreNamesOfJava() {
        assertEquals(List.of(), about("Keywords.kt"));
        String generated = project.generated("KeywordsModel.java");
        assertTrue(generated.contains("Wire is = g.apply(\"is\", Layers.dropout(0.5), val)"), generated);
        assertTrue(generated.contains("Wire typealias = g.apply(\"typealias\", Layers.dense(8), is)"), generated);
    }

    @Test
    void aPropertyIsALayerByItsOwnName() {
        assertEquals(List.of(), about("Properties.kt"));
        String generated = project.generated("PropertiesModel.java");
        assertTrue(generated.contains("Wire features = g.input(\"features\", 20)"), generated);
        assertTrue(generated.contains("Wire isMarked = g.input(\"isMarked\", 4)"), generated);
    }

    @Test
    void anAnnotationOnAPropertyBelongsToItsGetter() {
        assertEquals(
                List.of(
                        "Forgotten.kt:4: [plumb/missing-layer] method 'features' has no layer annotation: nothing says which layer it is"),
                about("Forgotten.kt"));
        assertTrue(
                messages.stream().anyMatch(message -> message.text()
                        .contains("to be on its getter it says so, as @get:Input(20)")),
                messages.toString());
    }

    @Test
    void namesOfParametersOfCompiledKotlinAreRead(@TempDir Path folder) {
        Project library = Project.in(folder.resolve("library")).source("Trunk.kt", IMPORTS + """
                interface Trunk {
                    @Input(20) fun features(): Vec
                    @Dense(units = 8, activation = ActivationFunction.RELU) fun hidden(features: Vec): Vec
                }
                """);
        assertEquals(List.of(), new KaptToolchain().compileWithoutProcessor(library));
        Toolchain javac = JavacToolchain.of(Runtime.version().feature());
        for (Toolchain toolchain : List.of(javac, new EcjToolchain())) {
            Project user = Project.in(folder.resolve(toolchain.toString())).using(library);
            assertEquals(List.of(), toolchain.compile(user.source("Variant.java", """
                    import dev.plumb.dsl.*;
                    import dev.plumb.dsl.layer.*;
                    @Model interface Variant extends Trunk {
                        @Output @Dense(units = 2) Vec out(Vec hidden);
                    }
                    """)));
        }
    }
}
