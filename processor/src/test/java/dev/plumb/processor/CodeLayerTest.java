package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers in code: declared, used, and wrong. */
final class CodeLayerTest {
    private static final String PACKAGE = """
            package models;

            import static dev.plumb.dsl.LossFunction.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            import dev.plumb.layer.*;
            import dev.plumb.ops.Var;
            import java.util.List;

            """;

    private static final String SCALED_DENSE = """
            @Layer(signature = "(..., d) -> (..., units)", code = ScaledDense.Code.class)
            @interface ScaledDense {
                int units();
                double scale() default 1.0;
                ActivationFunction activation() default ActivationFunction.LINEAR;
                Init kernelInitializer() default @Init(Initializer.HE_NORMAL);
                Regularizer penalty() default @Regularizer;
                int[] sizes() default {};
                Padding[] paddings() default {Padding.SAME};
                record Code(double scale, Regularizer.Spec penalty, int units, ActivationFunction activation,
                        Init.Spec kernelInitializer, int[] sizes, Padding[] paddings) implements LayerCode {
                    @Override public Var call(LayerContext context, List<Var> inputs) {
                        Var x = inputs.get(0);
                        return x.matmul(context.weight("kernel", List.of(x.size(-1), units), kernelInitializer)).times((float) scale);
                    }
                }
            }
            """;

    private static final String DISTANCE = """
            @Signature("(d), (d) -> (1)")
            final class Distance implements LayerCode {
                @Override public Var call(LayerContext context, List<Var> in) {
                    return in.get(0).minus(in.get(1)).square().sum(1).reshape(in.get(0).size(0), 1).sqrt();
                }
            }
            """;

    @TempDir
    Path output;

    private List<String> said(String source) {
        return said(PACKAGE, source);
    }

    private List<String> said(String header, String source) {
        return Javac.errors(Javac.into(output).compile(header + source));
    }

    @Test
    void aLayerInCodeIsALayer() {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(PACKAGE + DISTANCE, PACKAGE + SCALED_DENSE + """
                @Model interface Net {
                    @Input({5, 8}) Seq x();
                    @ScaledDense(units = 4, scale = 0.5, kernelInitializer = @Init(Initializer.ZEROS)) Seq hidden(Seq x);
                    @TimeDistributed @ScaledDense(units = 3) Seq each(Seq hidden);
                    @Repeat(2) @ScaledDense(units = 3) Seq twice(Seq each);
                    @Flatten Vec a(Seq twice);
                    @Frozen @ScaledDense(units = 15) Vec b(Vec a);
                    @SameWeightsAs("b") Vec c(Vec b);
                    @Output @Loss(MEAN_SQUARED_ERROR) @Lambda(Distance.class) Vec distance(Vec c, Vec b);
                }
                """));
        String model = javac.generated("models.NetModel");
        assertTrue(
                model.contains(
                        "g.apply(\"hidden\", ScaledDenseLayer.of(4).scale(0.5).kernelInitializer(Init.Spec.of(ZEROS)), x)"),
                model);
        assertTrue(model.contains("g.apply(\"distance\", DistanceLayer.of(), c, b)"), model);
        String layer = javac.generated("models.ScaledDenseLayer");
        assertTrue(layer.contains(".attribute(\"units\", AttributeKind.INT)"), layer);
        assertTrue(layer.contains(".signature(\"(..., d) -> (..., units)\")"), layer);
        assertTrue(
                layer.contains(
                        "new ScaledDense.Code(values.real(\"scale\"), values.regularizer(\"penalty\"), values.integer(\"units\")"),
                layer);
    }

    @Test
    void whatALayerIsGivenIsCheckedWithoutRunningIt() {
        assertEquals(
                List.of("37: [plumb/shape-mismatch] Distance 'distance' takes (d) as input 2, where d = 4: 'b' is (5)"),
                said(SCALED_DENSE + DISTANCE + """
                        @Model interface Net {
                            @Input(8) Vec x();
                            @ScaledDense(units = 4) Vec a(Vec x);
                            @ScaledDense(units = 5) Vec b(Vec x);
                            @Output @Lambda(Distance.class) Vec distance(Vec a, Vec b);
                        }
                        """));
    }

    @Test
    void aSignatureThatCannotBeReadIsSaidOnceAtItsText() {
        assertEquals(
                List.of(
                        "10: [plumb/bad-signature] signature of 'Own': column 9: 'unit' neither is an axis of an input nor is an int attribute of the layer, did you mean 'units'?"),
                said("""
                        @Layer(signature = "(d) -> (unit)", code = Own.Code.class)
                        @interface Own {
                            int units();
                            record Code(int units) implements LayerCode {
                                @Override public Var call(LayerContext context, List<Var> in) { return in.get(0); }
                            }
                        }
                        @Sequential interface Net { @Input(8) Vec x(); @Own(units = 4) Vec y(); }
                        """));
    }

    @Test
    void theClassOfTheCodeHasToFit() {
        String own = """
                @Layer(signature = "(d) -> (units)", code = %s)
                @interface Own {
                    int units();
                    double rate() default 0.5;
                    %s
                }
                """;
        String call = " { public Var call(LayerContext c, List<Var> in) { return in.get(0); } }";
        assertEquals(
                List.of(
                        "10: [plumb/bad-signature] code of 'Own': String is no dev.plumb.layer.LayerCode: implement it, or LayerCode.Several for several outputs"),
                said(own.formatted("String.class", "")));
        assertEquals(
                List.of(
                        "10: [plumb/bad-signature] code of 'Own': Code has no constructor that takes the attributes: public Code(int units, double rate); it has Code(int unit)"),
                said(own.formatted("Own.Code.class", "record Code(int unit) implements LayerCode" + call)));
        assertEquals(
                List.of("10: [plumb/bad-signature] code of 'Own': nobody can make a Code: it is abstract"),
                said(own.formatted("Own.Code.class", "abstract class Code implements LayerCode" + call)));
        assertEquals(
                List.of(
                        "10: [plumb/bad-signature] code of 'Own': Code gives one Var, and the signature has 2 outputs: implement LayerCode.Several"),
                said(own.formatted("Own.Code.class", "record Code(int units, double rate) implements LayerCode" + call)
                        .replace("(units)", "a: (units), b: (d)")));
    }

    private static final String CALL = " { return in.get(0); }";

    /** A layer of one attribute {@code int units}, with this class inside. */
    private List<String> code(String body) {
        return said("""
                @Layer(signature = "(d) -> (units)", code = Own.Code.class)
                @interface Own { int units(); %s }
                @Model interface Net { @Input(8) Vec x(); @Output @Own(units = 4) Vec y(Vec x); }
                """.formatted(body.replace("CALL", "public Var call(LayerContext c, List<Var> in)" + CALL)));
    }

    @Test
    void aConstructorHasToBeOneThatCanBeCalled() {
        assertEquals(
                List.of(
                        "10: [plumb/bad-signature] code of 'Own': the constructor Code(int units) throws IOException, and where a layer is made nobody catches it: let it throw what is not checked"),
                code("class Code implements LayerCode { Code(int units) throws java.io.IOException {} CALL }"));
        assertEquals(
                List.of(
                        "10: [plumb/bad-signature] code of 'Own': Code has no constructor that takes the attributes: public Code(int units); it has Code(int units), which is private"),
                code("class Code implements LayerCode { private Code(int units) {} CALL }"));
    }

    @Test
    void generatedCodeOfOddClassesCompilesWithoutWarnings() {
        assertEquals(
                "",
                Javac.into(output)
                        .without("-Xlint:all,-processing,-classfile")
                        .with("-Xlint:all,-processing,-classfile,-auxiliaryclass")
                        .compile(PACKAGE + """
                                @Layer(signature = "(d) -> (d)", code = scaled.Code.class)
                                @interface scaled {
                                    class Code<T> implements LayerCode { public Var call(LayerContext c, List<Var> in) %1$s }
                                }
                                @Deprecated(forRemoval = true) @Signature("(d) -> (d)")
                                class _Old implements LayerCode { public Var call(LayerContext c, List<Var> in) %1$s }
                                @Model interface part { @Input(8) Vec x(); @Output @scaled Vec y(Vec x); }
                                @Model interface Net { @Input(8) Vec x(); @Output @Use(part.class) Vec y(Vec x); }
                                """.formatted(CALL)));
    }

    @Test
    void nothingFollowsFromWhatIsSaid() {
        assertEquals(
                List.of(
                        "11: [plumb/bad-model] 'Own' cannot be a @Layer: its attribute 'rate' is float: attributes are int, double, boolean, String, an enum, arrays of these, or @Init, @Regularizer and @Constraint"),
                code("float rate() default 1; record Code(int units, float rate) implements LayerCode { CALL }"));
        assertEquals(List.of("11: cannot find symbol"), code("record Code(int units) implements LayerCod { CALL }"));
        assertEquals(
                List.of(
                        "10: [plumb/bad-model] 'Own' cannot be a @Block: it is marked @Layer, too, and a layer is made of layers or of code"),
                said("@Block @Layer(signature = \"(d) -> (d)\", code = Object.class) @interface Own {}\n"));
    }

    @Test
    void whatIsNoClassOrCannotBeNamedIsSaid() {
        assertEquals(
                List.of("10: [plumb/bad-signature] code of 'Own': int is no class"),
                said("@Layer(signature = \"(d) -> (d)\", code = int.class) @interface Own {}\n"));
        assertEquals(
                List.of(
                        "13: [plumb/bad-model] 'Own' cannot be a @Layer: its attribute 'kind' is models.Outer.Kind, which is private: attributes are int, double, boolean, String, an enum, arrays of these, or @Init, @Regularizer and @Constraint"),
                said("""
                        class Outer {
                            private enum Kind { A }
                            @Layer(signature = "(d) -> (d)", code = Code.class) @interface Own {
                                Kind kind();
                            }
                            static class Code implements LayerCode { Code(Kind kind) {} public Var call(LayerContext c, List<Var> in) %s }
                        }
                        """.formatted(CALL)));
    }

    @Test
    void aDroppedMaskIsToldHowCodePassesItOn() {
        String said = Javac.into(output).compile(PACKAGE + """
                @Layer(signature = "(t, d) -> (t, d)", code = Own.Code.class)
                @interface Own { record Code() implements LayerCode { public Var call(LayerContext c, List<Var> in) %s } }
                @Sequential interface Net { @Input({5, 8}) Seq x(); @Masking Seq masked(); @Own Seq own(); @LSTM(units = 4) Vec last(); }
                """.formatted(CALL));
        assertTrue(said.contains("pass the mask on by supportsMasking = true in the @Layer;"), said);
    }

    @Test
    void aSizeThatIsAnAttributeIsSaidAtIt() {
        String said = Javac.into(output).compile(PACKAGE + SCALED_DENSE + """
                @Sequential interface Net { @Input(8) Vec x();
                    @ScaledDense(units = -4) Vec y(); }
                """);
        assertTrue(said.contains("""
                : error: [plumb/bad-attribute] ScaledDense 'y' has units = -4: must be at least 1: it is a size of what the layer gives
                    @ScaledDense(units = -4) Vec y(); }
                                         ^
                """), said);
    }

    @Test
    void aLambdaNeedsASignatureAndIsACode() {
        assertEquals(
                List.of(
                        "13: [plumb/bad-signature] @Lambda of 'y': Plain has no @Signature that says which shapes it takes and gives: @Signature(\"(d) -> (d)\") on the class",
                        "14: [plumb/bad-signature] @Lambda of 'z': NoCode is no dev.plumb.layer.LayerCode: implement it, or LayerCode.Several for several outputs"),
                said("""
                        final class Plain {}
                        @Signature("(d) -> (d)") final class NoCode {}
                        @Sequential interface Net { @Input(8) Vec x();
                            @Lambda(Plain.class) Vec y();
                            @Lambda(NoCode.class) Vec z(); }
                        """));
    }

    @Test
    void anAnnotationIsABlockOrALayer() {
        assertEquals(
                List.of(
                        "11: [plumb/bad-model] 'Own' cannot be a @Block: it is marked @Layer, too, and a layer is made of layers or of code"),
                said("""
                        @Block @Layer(signature = "(d) -> (d)", code = Own.Code.class)
                        @interface Own {
                            interface Wiring { @Input(dims = "d") Vec x(); @Output @Dropout(0.5) Vec y(Vec x); }
                            record Code() implements LayerCode {
                                public Var call(LayerContext c, List<Var> in) { return in.get(0); }
                            }
                        }
                        """));
    }

    @Test
    void aDroppedMaskIsWarnedOf() {
        String layer = """
                @Layer(signature = "(t, d) -> (t, d)", code = Own.Code.class%s)
                @interface Own {
                    record Code() implements LayerCode {
                        public Var call(LayerContext c, List<Var> in) { return in.get(0); }
                    }
                }
                @Sequential interface Net {
                    @Input(dims = {"time", "8"}) Seq x();
                    @Masking Seq masked();
                    @Own Seq own();
                    @LSTM(units = 4) Vec last();
                }
                """;
        String dropped = Javac.into(output).compile(PACKAGE + layer.formatted(""));
        assertTrue(dropped.contains("[plumb/mask-dropped]"), dropped);
        String kept = Javac.into(output).compile(PACKAGE + layer.formatted(", supportsMasking = true"));
        assertEquals(List.of(), Javac.errors(kept));
        assertTrue(!kept.contains("mask-dropped"), kept);
    }

    @Test
    void severalOutputsAndRolesGoByName() {
        assertEquals("", Javac.into(output).compile(PACKAGE + """
                @Layer(signature = "query: (t, d), memory: (s, d), bias: (t, s)? -> found: (t, d), scores: (t, s)", code = Own.Code.class)
                @interface Own {
                    record Code() implements LayerCode.Several {
                        public List<Var> call(LayerContext c, List<Var> in) {
                            Var scores = in.get(0).matmul(in.get(1), false, true);
                            Var biased = c.optional("bias").map(scores::plus).orElse(scores).softmax(-1);
                            return List.of(biased.matmul(in.get(1)), biased);
                        }
                    }
                }
                @Model interface Net {
                    @Input({4, 8}) Seq a(); @Input({5, 8}) Seq b();
                    @Own Tensor own(@From("b") Seq memory, @From("a") Seq query);
                    @Flatten Vec flat(@From("own.scores") Seq own);
                    @Flatten Vec first(@From("own.found") Seq own);
                    @Output @Dense(units = 1) Vec out(Vec flat);
                    @Output @Dense(units = 1) Vec other(Vec first);
                }
                """));
    }

    private static final String TWO_OPTIONAL = PACKAGE + """
            @Layer(signature = "x: (d), bias: (d)?, factor: (d)? -> (d)", code = Own.Code.class)
            @interface Own {
                record Code() implements LayerCode {
                    public Var call(LayerContext c, List<Var> in) {
                        Var biased = c.optional("bias").map(in.get(0)::plus).orElse(in.get(0));
                        return c.optional("factor").map(biased::times).orElse(biased);
                    }
                }
            }
            @Model interface Net {
                @Input(8) Vec a(); @Input(%s) Vec b();
                @Output @Own Vec own(@From("a") Vec x, @From("b") Vec %s);
            }
            """;

    @Test
    void anOptionalInputMayBeLeftOutBeforeOneThatIsGiven() throws Exception {
        assertEquals("", Javac.into(output).compile(TWO_OPTIONAL.formatted("8", "factor")));
        String generated = Files.readString(output.resolve("models/NetModel.java"));
        assertTrue(generated.contains("OwnLayer.of().without(\"bias\")"), generated);
        String wrong = Javac.into(output).compile(TWO_OPTIONAL.formatted("9", "factor"));
        assertTrue(
                wrong.contains(
                        "[plumb/shape-mismatch] Own 'own' takes (d) as its input 'factor', where d = 8: 'b' is (9)"),
                wrong);
    }

    @Test
    void anOptionalInputMayBeLeftOutWhereTheLayerIsRepeated() {
        assertEquals(
                "",
                Javac.into(output)
                        .compile(TWO_OPTIONAL
                                .formatted("8", "factor")
                                .replace("@Own Vec own", "@Repeat(2) @Own Vec own")));
        assertTrue(Javac.into(output)
                .generated("models.NetModel")
                .contains("Repetition.of(2, OwnLayer.of().without(\"bias\"))"));
    }

    @Test
    void allUsesOfOneLayerLeaveOutTheSame() {
        String shared =
                TWO_OPTIONAL.replace("@Output @Own Vec own(@From(\"a\") Vec x, @From(\"b\") Vec %s);", """
                @Own Vec own(@From("a") Vec x%s);
                    @Output @SameWeightsAs("own") Vec again(@From("own") Vec x, @From("b") Vec %s);
                """.strip());
        assertEquals("", Javac.into(output).compile(shared.formatted("8", "", "factor")));
        assertTrue(
                Javac.into(output).generated("models.NetModel").contains("\"own\", OwnLayer.of().without(\"bias\")"));
        String other = Javac.into(output).compile(shared.formatted("8", ", @From(\"b\") Vec factor", "bias"));
        assertTrue(
                other.contains(
                        "[plumb/different-weights] Own 'again' cannot use the weights of 'own': its input 'bias' is left out there before one that is given, and given here"),
                other);
        String here = Javac.into(output).compile(shared.formatted("8", ", @From(\"b\") Vec bias", "factor"));
        assertTrue(here.contains("its input 'bias' is left out here before one that is given, and given there"), here);
    }

    private static final String REPEATED = """
            @Layer(signature = "first: (d), more: (e)+ -> (d)", code = Own.Code.class)
            @interface Own { record Code() implements LayerCode { public Var call(LayerContext c, List<Var> in) { return in.get(0); } } }
            @Model interface Net {
                @Input(8) Vec a(); @Input(4) Vec b();
                @Output @Own Vec own(%s);
            }
            """;

    @Test
    void rolesCountWhereTheLastInputIsOneOrMore() {
        for (String parameters : List.of(
                "Vec a, Vec b",
                "@From(\"b\") Vec more, @From(\"a\") Vec first",
                "Vec b, @From(\"a\") Vec first, @From(\"b\") Vec other")) {
            assertEquals("", Javac.into(output).compile(PACKAGE + REPEATED.formatted(parameters)), parameters);
        }
        assertEquals(
                List.of(
                        "13: [plumb/disconnected-input] input 'a' reaches no output",
                        "14: [plumb/wrong-arity] Own 'own' takes an input 'first' beside 'more': it has none"),
                said(REPEATED.formatted("@From(\"b\") Vec more")));
    }

    private static final String CELL = """
            @Layer(signature = "step: (d), state: (units) -> (units)", code = Cell.Code.class)
            @interface Cell {
                int units();
                record Code(int units) implements LayerCode {
                    public Var call(LayerContext c, List<Var> in) {
                        return in.get(1).plus(in.get(0).matmul(c.weight("kernel", List.of(in.get(0).size(1), units), Initializer.ZEROS)));
                    }
                }
            }
            """;

    @Test
    void aCellReadsASequence() {
        assertEquals("", Javac.into(output).compile(PACKAGE + CELL + """
                @Model interface Net {
                    @Input(dims = {"time", "8"}) Seq words(); @Input(4) Vec start();
                    @RNN(returnSequences = true) @Cell(units = 4) Seq all(Seq words, Vec start);
                    @RNN(returnState = true, goBackwards = true) @Cell(units = 4) Vec last(Seq all);
                    @Output @Add Vec out(Vec last, @From("last.state") Vec state);
                }
                """));
    }

    /** A state is an input and an output of the layer, which has others of its own. */
    @Test
    void aStateIsNotCalledLikeWhatTheLayerHasAnyway() {
        assertEquals(
                List.of(
                        "20: [plumb/bad-attribute] RNN(Cell) 'a' wraps Cell(units = 4) in RNN, which takes a cell whose states have"
                                + " other names than 'sequence', which is what the layer reads: give that role of its signature"
                                + " another name"),
                said(CELL.replace("state:", "sequence:") + """
                        @Model interface Net { @Input({5, 8}) Seq words();
                            @Output @RNN @Cell(units = 4) Vec a(Seq words);
                        }
                        """));
        assertEquals(
                List.of(
                        "20: [plumb/bad-attribute] RNN(Cell) 'a' wraps Cell(units = 4) in RNN, which takes with returnState a cell"
                                + " whose states have other names than 'output', which is what the layer gives: give that role"
                                + " of its signature another name"),
                said(CELL.replace("state:", "output:") + """
                        @Model interface Net { @Input({5, 8}) Seq words();
                            @Output @RNN(returnState = true) @Cell(units = 4) Vec a(Seq words);
                        }
                        """));
    }

    /** None of several outputs is the first, and code says no other than layers do. */
    @Test
    void ofSeveralOutputsOfCodeEachIsPicked() {
        assertEquals(
                List.of(
                        "20: [plumb/unknown-output] Dense 'y' takes 'both': Two 'both' has 2 outputs, and none is the first: say which"),
                said("""
                        @Layer(signature = "(d) -> mean: (d), deviation: (d)", code = Two.Code.class)
                        @interface Two {
                            final class Code implements LayerCode.Several {
                                public List<Var> call(LayerContext c, List<Var> in) {
                                    return List.of(in.get(0), in.get(0));
                                }
                            }
                        }
                        @Model interface Net { @Input(4) Vec x();
                            @Two Tensor both(Vec x);
                            @Output @Dense(units = 4) Vec y(Vec both);
                        }
                        """));
    }

    @Test
    void whatDoesNotFitACellIsToldAtItsToken() {
        List<String> said = said(CELL + """
                @Model interface Net {
                    @Input({5, 8}) Seq words(); @Input(3) Vec start();
                    @RNN @Cell(units = 4) Vec a(Seq words, Vec start);
                    @RNN @Dense(units = 4) Vec b(Seq words);
                    @RNN @Cell(units = 4) Seq c(Seq words);
                    @Flatten Vec flat(Seq c);
                    @Output @Concatenate Vec out(Vec a, Vec b, Vec flat);
                }
                """);
        assertTrue(
                said.get(0).contains("takes (units) as its input 'state', where units = 4: 'start' is (3)"),
                said::toString);
        assertTrue(said.get(1).contains("wraps Dense(units = 4) in RNN, which takes a cell"), said::toString);
        assertTrue(said.get(2).contains("declared-rank") && said.get(2).contains("Vec"), said::toString);
    }

    @Test
    void aWrapperOfWhatItCannotWrapIsSaidOnceWithTheSignature() {
        assertEquals(
                List.of(
                        "20: [plumb/bad-attribute] Bidirectional(Cell) 'a' wraps Cell(units = 4) in Bidirectional, which takes a recurrent layer: SimpleRNN, LSTM, GRU or ConvLSTM",
                        "21: [plumb/bad-attribute] RNN(Own) 'b' wraps Own in RNN, which takes a cell: a layer in code that takes a step and its states and gives the output and new states of the same shapes, step: (d), state: (units) -> output: (units), next: (units); its signature is (d) -> (d)",
                        "22: [plumb/unknown-dimension] RNN(Free) 'c' cannot have the size u, which follows neither from its input nor from its attributes: 'words' is (8) in each step"),
                said(CELL + """
                        @Model interface Net { @Input({5, 8}) Seq words();
                            @Bidirectional @Cell(units = 4) Vec a(Seq words);
                            @RNN @Own Vec b(Seq words);
                            @RNN @Free Vec c(Seq words);
                            @Output @Concatenate Vec out(Vec a, Vec b, Vec c); }
                        @Layer(signature = "(d) -> (d)", code = Same.class) @interface Own {}
                        @Layer(signature = "(d), (u) -> (u)", code = Same.class) @interface Free {}
                        class Same implements LayerCode { public Var call(LayerContext c, List<Var> in) { return in.get(0); } }
                        """));
    }

    @Test
    void aSummaryDoesNotCountWhatOnlyTheCodeKnows() throws Exception {
        Javac.into(output).compile(PACKAGE + SCALED_DENSE + """
                @Sequential interface Net { @Input(8) Vec x(); @ScaledDense(units = 4) Vec y(); @Dense(units = 1) Vec z(); }
                """);
        String generated = Files.readString(output.resolve("models/NetModel.java"));
        assertTrue(generated.contains("Total params: 5 ("), generated);
        assertTrue(
                generated.contains("Not counted: 1 layer in code, whose parameters are known when the model is made"),
                generated);
        assertTrue(generated.contains("?"), generated);
    }

    @Test
    void aLayerOfAnotherCompilationIsKnown() {
        Javac.into(output).compile(PACKAGE + SCALED_DENSE.replace("@interface", "public @interface"));
        assertEquals(
                List.of(
                        "11: [plumb/declared-rank] ScaledDense 'y' is declared Seq (rank 2: time, features) but its result is (4), Vec"),
                said(PACKAGE.replace("models", "other"), """
                        @Sequential interface Net { @Input(8) Vec x();
                            @models.ScaledDense(units = 4) Seq y(); }
                        """));
    }
}
