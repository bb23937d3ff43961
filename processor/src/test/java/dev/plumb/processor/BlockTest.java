package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks: layers made of layers, declared, used, and wrong. */
final class BlockTest {
    private static final String PACKAGE = """
            package models;

            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.Bind.BOUND;
            import static dev.plumb.dsl.LossFunction.*;
            import static dev.plumb.dsl.Padding.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            """;

    private static final String RESIDUAL_UNIT = """
            @Block @interface ResidualUnit {
                int filters();
                int stride() default 1;
                ActivationFunction activation() default RELU;
                interface Wiring {
                    @Input(dims = {"h", "w", "c"}) Image x();
                    @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME) @Bind("filters, strides = stride") Image conv1(Image x);
                    @BatchNormalization Image bn1(Image conv1);
                    @Activation(RELU) @Bind("value = activation") Image act1(Image bn1);
                    @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME) @Bind("filters") Image conv2(Image act1);
                    @When("c != filters or stride > 1")
                    @Conv2D(filters = BOUND, kernelSize = 1) @Bind("filters, strides = stride") Image shortcut(Image x);
                    @Output @Add Image out(Image conv2, Image shortcut);
                }
            }
            """;

    private static final String NET = """
            @Model interface Net {
                @Input({8, 8, 3}) Image photo();
                @ResidualUnit(filters = 16, stride = 2, activation = SELU) Image stage1(Image photo);
                @Repeat(2) @ResidualUnit(filters = 16) Image stage2(Image stage1);
                @GlobalAveragePooling2D Vec pooled(Image stage2);
                @Output @Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Dense(units = 5, activation = SOFTMAX) Vec classes(Vec pooled);
            }
            """;

    @TempDir
    Path output;

    private List<String> said(String source) {
        return Javac.errors(Javac.into(output).compile(PACKAGE + source));
    }

    private Graph graph(String generated) throws Exception {
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, BlockTest.class.getClassLoader())) {
            Method graph = loader.loadClass(generated).getMethod("graph");
            graph.setAccessible(true);
            return (Graph) graph.invoke(null);
        }
    }

    @Test
    void aBlockIsALayer() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(PACKAGE + RESIDUAL_UNIT + NET));
        String generated = javac.generated("models.NetModel");
        assertTrue(
                generated.contains(
                        "g.apply(\"stage1\", ResidualUnitLayer.of(16).stride(2).activation(ActivationFunction.SELU), photo)"),
                generated);
        assertTrue(
                generated.contains("g.apply(\"stage2\", Repetition.of(2, ResidualUnitLayer.of(16)), stage1)"),
                generated);
        String block = javac.generated("models.ResidualUnitLayer");
        assertTrue(
                block.contains(
                        "b.apply(\"conv1\", Layers.conv2D(Bind.BOUND, 3).padding(SAME), \"x\").bind(\"filters, strides = stride\");"),
                block);
        assertEquals(
                List.of(
                        "stage1/conv1",
                        "stage1/bn1",
                        "stage1/act1",
                        "stage1/conv2",
                        "stage1/shortcut",
                        "stage1/out",
                        "stage2/0/conv1"),
                graph("models.NetModel").nodes().stream()
                        .map(Node::name)
                        .limit(7)
                        .toList());
    }

    @Test
    void everyAttributeOfABlockCanBeChangedInAVariant() {
        assertEquals("", Javac.into(output).compile(PACKAGE + RESIDUAL_UNIT + NET + """
                class Wider {
                    static final Object GRAPH = NetModel.variant()
                        .stage1(unit -> unit.filters(32).stride(1))
                        .stage2(units -> units.times(3).repeating(ResidualUnitLayer.of(32)))
                        .graph();
                }
                """));
    }

    @Test
    void blocksAreMadeOfBlocksOfOtherFilesInAnyOrder() throws Exception {
        String inner = PACKAGE + """
                @Block public @interface Inner { int[] sizes(); interface Wiring {
                    @Input(dims = "n") Vec x();
                    @Output @Dense(units = BOUND) @Bind("units = sizes[0]") Vec y(Vec x);
                }}
                """;
        String outer = PACKAGE + """
                @Block public @interface Outer { int[] sizes(); interface Wiring {
                    @Input(dims = "n") Vec x();
                    @Output @Inner(sizes = BOUND) @Bind("sizes") Vec y(Vec x);
                }}
                """;
        String user = PACKAGE + """
                @Sequential interface User {
                    @Input(5) Vec x();
                    @Outer(sizes = {3, 4}) Vec y();
                }
                """;
        for (List<String> order : List.of(List.of(inner, outer), List.of(outer, inner))) {
            assertEquals("", Javac.into(output).compile(order.toArray(String[]::new)));
            assertEquals("", Javac.into(output).compile(user));
            assertEquals(
                    "Dense(units = 3)",
                    graph("models.UserModel").node("y/y/y").spec().describe());
        }
    }

    @Test
    void aBlockComesFromAJarToo() throws Exception {
        assertEquals("", Javac.into(output).without("-parameters").compile(PACKAGE + RESIDUAL_UNIT));
        assertEquals("", Javac.into(output).compile(PACKAGE + NET));
        assertEquals(5 + 5 + 6 + 2, graph("models.NetModel").nodes().size());
    }

    @Test
    void attributesAreOfEveryTypeAndHaveAnyName() throws Exception {
        assertEquals("", Javac.into(output).compile(PACKAGE + """
                @Block @interface Wide { int[] sizes(); interface Wiring {
                    @Input(dims = "n") Vec x();
                    @Output @Dense(units = BOUND) @Bind("units = sizes[1]") Vec y(Vec x);
                }}
                """, PACKAGE + """
                @Block @interface Mixed {
                    enum Kind {A, B}
                    int[] sizes();
                    double[] rates();
                    Kind[] kinds();
                    boolean[] flags();
                    int Map();
                    int withOf() default 1;
                    int of() default 3;
                    int listed() default 1;
                    interface Wiring {
                        @Input(dims = "n") Vec x();
                        @Dropout(BOUND) @Bind("value = rates[0]") Vec dropped(Vec x);
                        @When("kinds[0] == B") @Dense(units = BOUND) @Bind("units = sizes[0]") Vec y(Vec dropped);
                        @Output @Dense(units = BOUND) @Bind("units = of + listed") Vec z(Vec y);
                    }
                }
                """, PACKAGE + """
                @Sequential interface Net {
                    @Input(5) Vec x();
                    @Wide(sizes = {4, 7}) Vec wide();
                    @Mixed(sizes = {}, rates = 0.5, kinds = {Mixed.Kind.A, Mixed.Kind.B}, flags = {}, Map = 2, of = 4, withOf = 2, listed = 2) Vec mixed();
                    @Repeat(3) @Mixed(sizes = 8, rates = BOUND, kinds = Mixed.Kind.B, flags = true, Map = 1) @Bind("rates = {index / 10}") Vec more();
                    @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec y();
                }
                """));
        Graph graph = graph("models.NetModel");
        assertEquals("Dense(units = 7)", graph.node("wide/y").spec().describe());
        assertEquals("Dense(units = 6)", graph.node("mixed/z").spec().describe());
        assertEquals("Dropout(0.2)", graph.node("more/2/dropped").spec().describe());
    }

    @Test
    void aBlockSaysHowManyThereAreSideBySide() throws Exception {
        assertEquals("", Javac.into(output).compile(PACKAGE + """
                @Block @interface Heads { int count(); interface Wiring {
                    @Input(dims = "n") Vec x();
                    @Repeat(value = BOUND, parallel = true) @Bind("Repeat.value = count") @Dense(units = 3) Tensor heads(Vec x);
                    @Output @Concatenate Vec all(Tensor heads);
                }}
                @Sequential interface Two {
                    @Input(5) Vec x();
                    @Heads(count = 2) Vec heads();
                    @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec y();
                }
                """));
        Graph graph = graph("models.TwoModel");
        assertEquals("(6)", graph.node("heads/all").outputTypes().get(0).toString());
    }

    @Test
    void aBindingOfAnotherTypeIsRefusedByTheTypes() {
        assertEquals(
                List.of(
                        "12: [plumb/bad-binding] @Bind of Dense 'y': column 9: 'units' takes int, and 'rate' is double",
                        "13: [plumb/bad-binding] @Bind of Dropout 'z': column 1: 'value' takes double, and 'value' is boolean[]"),
                said("""
                        @Block @interface Wrong { double rate(); boolean[] value(); interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Dense(units = BOUND) @Bind("units = rate") Vec y(Vec x);
                            @Output @Dropout(BOUND) @Bind("value") Vec z(Vec y);
                        }}
                        """));
    }

    @Test
    void listsAreComparedByTheirElementsAndAreFinite() {
        assertEquals(
                List.of(
                        "23: [plumb/bad-attribute] Rates 'y' has rates = {1.0, NaN}: must be finite",
                        "13: [plumb/bad-binding] @When of Dense 'y': column 1: 'kinds' is a list: compare an element, such as kinds[0]"),
                said("""
                        @Block @interface Names { enum Kind {A, B} Kind[] kinds() default {};
                          interface Wiring {
                            @Input(dims = "n") Vec x();
                            @When("kinds == A") @Dense(units = 2) Vec y(Vec x);
                            @Output @Dense(units = 2) Vec z(Vec y);
                        }}
                        @Block @interface Rates { double[] rates();
                          interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Output @Dense(units = 2) Vec z(Vec x);
                        }}
                        @Model interface Net {
                            @Input(5) Vec x();
                            @Output @Rates(rates = {1, Double.NaN}) Vec y(Vec x);
                        }
                        """));
    }

    @Test
    void severalOutputsArePickedEverywhere() {
        assertEquals(
                List.of(
                        "16: [plumb/unknown-output] Two 'q' cannot be an output of the model: it has 2 outputs itself",
                        "20: [plumb/declared-rank] Two 'q' is declared Seq (rank 2: time, features) but it has 2 outputs, Tensor",
                        "30: [plumb/unknown-output] 'c' cannot be cut: Two 'q' has several outputs, and none is the first: say which, q.a, q.b",
                        "36: [plumb/unknown-output] Repeat(Dense) 'y' cannot be an output of the model: it is a list"),
                said("""
                        @Block @interface Two { interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Output @Dense(units = 4) Vec a(Vec x);
                            @Output @Dense(units = 5) Vec b(Vec x);
                        }}
                        @Model interface Returned { @Input(5) Vec x();
                            @Output @Two Tensor q(Vec x);
                        }
                        @Model interface Declared {
                            @Input(5) Vec x();
                            @Two Seq q(Vec x);
                            @Output @Dense(units = 3) Vec y(@From("q.a") Vec q);
                        }
                        @Model interface Right {
                            @Input(5) Vec x();
                            @Two Tensor q(Vec x);
                            @Output @Dense(units = 3) Vec y(@From("q.a") Vec q);
                        }
                        @Model interface Cut {
                            @Input(5) Vec x();
                            @Use(value = Right.class, upTo = "q") Vec c(Vec x);
                            @Use(value = Right.class, upTo = "q.b") Vec d(Vec x);
                            @Output @Dense(units = 3) Vec y(Vec d);
                        }
                        @Sequential interface Line {
                            @Input(5) Vec x();
                            @Repeat(value = 2, parallel = true) @Dense(units = 3) Tensor y();
                        }
                        """));
    }

    @Test
    void whatIsWrongWithABlockIsSaidAtItsDeclarationOnce() {
        assertEquals(
                List.of(
                        "13: [plumb/bad-binding] @Bind of Dense 'out': column 9: 'unit' is no name here, did you mean 'units'?; known are n, units",
                        "13: [plumb/unknown-wire] Dense 'out' has no layer or input 'wid' to take its input from, did you mean 'wide'?"),
                said("""
                        @Block @interface Wrong { int units(); interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Dense(units = 8, activation = RELU) Vec wide(Vec x);
                            @Output @Dense(units = BOUND) @Bind("units = unit") Vec out(Vec wid);
                        } }
                        @Model interface M {
                            @Input(4) Vec x();
                            @Wrong(units = 3) Vec a(Vec x);
                            @Output @Wrong(units = 3) Vec b(Vec a);
                        }
                        """));
    }

    @Test
    void whatDoesNotFitInsideIsSaidThereWithTheUses() {
        String all = Javac.into(output).compile(PACKAGE + """
                @Block @interface Doubled { int units(); interface Wiring {
                    @Input(dims = "n") Vec x();
                    @Dense(units = BOUND, activation = RELU) @Bind("units = 2 * units") Vec wide(Vec x);
                    @Output @Add Vec out(Vec wide, Vec x);
                } }
                @Model interface M {
                    @Input(4) Vec x();
                    @Doubled(units = 2) Vec good(Vec x);
                    @Doubled(units = 3) Vec first(Vec good);
                    @Doubled(units = 4) Vec second(Vec good);
                    @Output @Add Vec y(Vec first, Vec second);
                }
                """);
        assertEquals(
                List.of("13: [plumb/shape-mismatch] Add 'out' needs inputs of one shape: 'wide' is (6), 'x' is (4)"),
                Javac.errors(all));
        assertTrue(all.contains("'first', Doubled(units = 3)"), all);
        assertTrue(all.contains("in 1 other use"), all);
    }

    @Test
    void aBlockIsCalledByItsName() {
        assertEquals(
                List.of(
                        "10: [plumb/no-output] model 'Open' has no output: nothing is marked @Output",
                        "16: [plumb/bad-binding] @When of 'y': it has no condition: write one, or leave @When out",
                        "21: [plumb/bad-binding] @When of Dense 'y': column 7: expected the end, found '&': the word is 'and'",
                        "25: [plumb/bad-binding] @Bind of Dropout 'y': column 1: Dropout has no attribute 'rate'; it has value, noiseShape"),
                said("""
                        @Block @interface Open { interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Dense(units = 2) Vec y(Vec x);
                        }}
                        @Block @interface Empty { interface Wiring {
                            @Input(dims = "n") Vec x();
                            @When("") @Dense(units = 2) Vec y(Vec x);
                            @Output @Dense(units = 2) Vec z(Vec y);
                        }}
                        @Block @interface Words { interface Wiring {
                            @Input(dims = "n") Vec x();
                            @When("n > 2 && n < 5") @Dense(units = 2) Vec y(Vec x);
                            @Output @Dense(units = 2) Vec z(Vec y);
                        }}
                        @Block @interface Names { double rate(); interface Wiring {
                            @Input(dims = "n") Vec x(); @Output @Dropout(BOUND) @Bind("rate") Vec y(Vec x);
                        }}
                        """));
    }

    @Test
    void aDeclarationCanBeNoBlock() {
        assertEquals(
                List.of(
                        "10: [plumb/bad-model] 'Empty' cannot be a @Block: it has no interface Wiring inside that says what it is made of",
                        "12: [plumb/bad-name] 'index' cannot name an attribute of a layer: in @Bind, @When and signatures it means something else",
                        "13: [plumb/bad-model] 'Types' cannot be a @Block: its attribute 'size' is long: attributes are int, double, boolean, String, an enum, or arrays of these",
                        "14: [plumb/bad-model] 'Types' cannot be a @Block: @Loss is said of a model, not of a part of it"),
                said("""
                        @Block @interface Empty {}
                        @Block @interface Types {
                            int index() default 0;
                            long size() default 0;
                            interface Wiring { @Input(dims = "n") Vec x(); @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec y(Vec x); }
                        }
                        """));
    }

    @Test
    void aBlockIsNotMadeOfItself() {
        assertEquals(
                List.of(
                        "12: [plumb/recursive-block] 'Inner' is made of itself: 'y' uses it, directly or through others",
                        "16: [plumb/recursive-block] 'Outer' is made of itself: 'y' uses it, directly or through others"),
                said("""
                        @Block @interface Outer { interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Output @Inner Vec y(Vec x);
                        } }
                        @Block @interface Inner { interface Wiring {
                            @Input(dims = "n") Vec x();
                            @Output @Outer Vec y(Vec x);
                        } }
                        """));
    }

    @Test
    void conditionsStandInBlocksAndBindingsOfModelsKnowTheIndex() throws Exception {
        assertEquals("", Javac.into(output).compile(PACKAGE + """
                @Model interface Dilated {
                    @Input({64, 32}) Seq x();
                    @Repeat(4) @Conv1D(filters = 32, kernelSize = 3, padding = CAUSAL, activation = RELU) @Bind("dilationRate = 2 ^ index") Seq dilated(Seq x);
                    @Output @Dense(units = 2) Seq y(Seq dilated);
                }
                """));
        assertEquals(
                "Conv1D(filters = 32, kernelSize = 3, padding = CAUSAL, dilationRate = 8, activation = RELU)",
                graph("models.DilatedModel").node("dilated/3").spec().describe());
        assertEquals(
                List.of(
                        "12: [plumb/bad-binding] @When of 'a': a layer of a model is always there: conditions stand in a @Block",
                        "13: [plumb/bad-binding] 'units' of Dense 'b': it is BOUND, and no @Bind says to what: @Bind(\"units = …\")"),
                said("""
                        @Model interface M {
                            @Input(4) Vec x();
                            @When("1 > 2") @Dense(units = 3, activation = RELU) Vec a(Vec x);
                            @Output @Dense(units = BOUND) Vec b(Vec a);
                        }
                        """));
    }

    @Test
    void aBlockInsideOfATypeHasItsOwnNameAlone() {
        assertEquals(List.of("18: [plumb/shape-mismatch] Unit 'b' takes (4) as its input 'x': 'a' is (8)"), said("""
                        interface Blocks {
                            @Block @interface Unit { interface Wiring {
                                @Input(4) Vec x();
                                @Output @Dense(units = 3) Vec y(Vec x);
                            }}
                        }
                        @Model interface Uses {
                            @Input(8) Vec a();
                            @Output @Blocks.Unit Vec b(Vec a);
                        }
                        """));
    }

    @Test
    void theInputsOfABlockGoByTheirNamesAlone() {
        assertEquals(
                List.of(
                        "19: [plumb/wrong-arity] Pair 'p' takes its inputs 'left', 'right', each once: it has 'left'",
                        "20: [plumb/wrong-arity] Pair 'q' takes its inputs 'left', 'right', each once: it has 'a', 'b'"),
                said("""
                        @Block @interface Pair { int units(); interface Wiring {
                            @Input(dims = "n") Vec left();
                            @Input(dims = "n") Vec right();
                            @Dense(units = BOUND) @Bind("units") Vec wide(Vec left);
                            @Output @Add Vec sum(Vec wide, Vec right);
                        }}
                        @Model interface Pairs {
                            @Input(8) Vec a();
                            @Input(8) Vec b();
                            @Pair(units = 8) Vec p(@From("a") Vec left);
                            @Pair(units = 8) Vec q(Vec a, Vec b);
                            @Pair(units = 8) Vec r(@From("b") Vec right, @From("a") Vec left);
                            @Add Vec all(Vec p, Vec q, Vec r);
                            @Output @Dense(units = 1) Vec y(Vec all);
                        }
                        """));
    }

    @Test
    void aFixIsFoundInsideAndHoldsForAllUses() {
        String residual = PACKAGE + """
                @Block @interface Residual { int filters(); interface Wiring {
                    @Input(dims = {"h", "w", "c"}) Image x();
                    @Conv2D(filters = BOUND, kernelSize = 3) @Bind("filters") Image a(Image x);
                    @Conv2D(filters = BOUND, kernelSize = 3, activation = RELU) @Bind("filters") Image b(Image a);
                    @Output @Add Image y(Image b, Image x);
                }}
                @Model interface Uses {
                    @Input({16, 16, 8}) Image x();
                    @Repeat(3) @Residual(filters = 8) Image deep(Image x);
                    @Output @Residual(filters = 8) Image y(Image deep);
                }
                """;
        String said = Javac.into(output).compile(residual);
        assertTrue(said.contains("fix   a, b: padding = SAME"), said);
        String other = residual.replace(
                        "@Conv2D(filters = BOUND, kernelSize = 3) @Bind(\"filters\")",
                        "@Conv2D(filters = 8, kernelSize = 3, padding = SAME)")
                .replace("kernelSize = 3, activation", "kernelSize = 3, padding = SAME, activation")
                .replace("@Residual(filters = 8) Image y", "@Residual(filters = 16) Image y");
        said = Javac.into(output).compile(other);
        assertTrue(said.contains("'b' is (16, 16, 16), 'x' is (16, 16, 8)"), said);
        assertFalse(said.contains(" fix "), "filters come from the binding: " + said);
    }

    @Test
    void aModelThatIsUsedIsMendedWhereItIsDeclared() {
        String said = Javac.into(output).compile(PACKAGE + """
                @Model interface Encoder {
                    @Input(dims = {"time", "4"}) Seq x();
                    @Conv1D(filters = 8, kernelSize = 3) Seq a(Seq x);
                    @Conv1D(filters = 8, kernelSize = 40, padding = SAME, strides = 2) Seq c(Seq a);
                    @GlobalAveragePooling1D Vec flat(Seq c);
                    @Output @Dense(units = 3) Vec y(Vec flat);
                }
                @Model interface Uses {
                    @Input({2, 4}) Seq x();
                    @Output @Use(Encoder.class) Vec y(Seq x);
                }
                """);
        assertTrue(said.contains("fix   a: padding = SAME"), said);
    }

    @Test
    void aLayerThatSharesWeightsIsBoundAsTheirOwnerIs() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(PACKAGE + """
                @Block @interface Twice {
                    int units();
                    boolean both() default true;
                    interface Wiring {
                        @Input(dims = "n") Vec x();
                        @When("both") @Dense(units = BOUND) @Bind("units = n") Vec first(Vec x);
                        @SameWeightsAs("first") Vec second(Vec first);
                        @SameWeightsAs("first") Vec third(Vec second);
                        @Output @Dense(units = BOUND) @Bind("units") Vec y(Vec third);
                    }
                }
                @Model interface Uses {
                    @Input(5) Vec x();
                    @Twice(units = 3) Vec all(Vec x);
                    @Output @Twice(units = 2, both = false) Vec less(Vec all);
                }
                """));
        Graph graph = graph("models.UsesModel");
        assertEquals("all/first", graph.node("all/third").sharing());
        assertEquals("less/second", graph.node("less/third").sharing());
        assertEquals(5 * 5 + 5 + 5 * 3 + 3 + 3 * 3 + 3 + 3 * 2 + 2, graph.parameters());
    }

    @Test
    void modelsAndBlocksAreAppliedToEachStep() throws Exception {
        assertEquals("", Javac.into(output).compile(PACKAGE + RESIDUAL_UNIT + """
                @Sequential interface Frame {
                    @Input({8, 8, 16}) Image frame();
                    @MaxPooling2D Image smaller();
                    @Flatten Vec flat();
                    @Dense(units = 4, activation = RELU) Vec seen();
                }
                @Model interface Film {
                    @Input({5, 8, 8, 3}) Volume film();
                    @TimeDistributed @ResidualUnit(filters = 16) Volume units(Volume film);
                    @TimeDistributed @Use(Frame.class) Seq frames(Volume units);
                    @Output @LSTM(units = 3) Vec end(Seq frames);
                }
                """));
        Graph graph = graph("models.FilmModel");
        assertEquals("(5, 4)", graph.node("frames/seen").outputTypes().get(0).toString());
        assertEquals(
                "(5, 8, 8, 16)", graph.node("units/out").outputTypes().get(0).toString());
        assertEquals(
                List.of(
                        "12: [plumb/bad-attribute] TimeDistributed(Two) 'y' wraps Two in TimeDistributed, which takes a model or block of one input and one output"),
                said("""
                        @Model interface Two { @Input(4) Vec a(); @Input(4) Vec b(); @Output @Add Vec sum(Vec a, Vec b); }
                        @Model interface M {
                            @Input({3, 4}) Seq x(); @Output @TimeDistributed @Use(Two.class) Seq y(@From("x") Seq a, @From("x") Seq b);
                        }
                        """));
    }
}
