package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mistake is one error, also where it shows in two ways. */
final class OneMistakeTest {
    @TempDir
    Path output;

    /** First lines without their file, fixes and help. */
    private List<String> said(String model) {
        return Javac.into(output)
                .compile(Javac.IMPORTS + model)
                .lines()
                .map(String::strip)
                .filter(line -> line.contains("error: ") || line.startsWith("fix ") || line.startsWith("help "))
                .map(line -> line.replaceFirst(".*error: (\\[plumb/)?", "").replaceFirst("^(fix|help) +", "$1 "))
                .toList();
    }

    @Test
    void wiresToTheMissingInput() {
        assertEquals(
                List.of(
                        "no-input] model 'M' has no input: nothing is marked @Input",
                        "help declare an @Input first: @Input(784) Vec pixels()"),
                said("""
                    @Model interface M {
                        @Dense(units = 8, activation = RELU) Vec left(Vec pixels);
                        @Dense(units = 8) Vec right(Vec pixels);
                        @Output @Add Vec y(Vec left, Vec right);
                    }
                    """));
    }

    /** What resembles a name is another mistake. */
    @Test
    void aMisspeltWireBesideTheMissingInput() {
        assertEquals(
                List.of(
                        "no-input] model 'M' has no input: nothing is marked @Input",
                        "help declare an @Input first: @Input(784) Vec pixels()",
                        "unknown-wire] Dense 'y' has no layer or input 'hiden' to take its input from, did you mean"
                                + " 'hidden'?"),
                said("""
                    @Model interface M {
                        @Dense(units = 8, activation = RELU) Vec hidden(Vec pixels);
                        @Output @Dense(units = 8) Vec y(Vec hiden);
                    }
                    """));
    }

    /** Whatever else is said of a method with a body, it is to be another one. */
    @Test
    void aBodyIsAllThatIsSaidOfItsMethod() {
        for (String method : List.of(
                "@Recompute default int foo() { return 1; }",
                "@Frozen default Vec foo() { return x(); }",
                "@Frozen static int foo(int n) { return n; }",
                "@Extract(\"part\") default Vec foo(Vec x) { return x; }",
                "@Repeat(2) default Vec foo(Vec x) { return x; }",
                "@TimeDistributed default Vec foo(Vec x) { return x; }",
                "@Dropout(0.5) default int foo(int x) { return x; }",
                "@Metrics(Metric.MAE) default int foo() { return 1; }",
                "@Output default Vec foo() { return x(); }",
                "default int foo() { return 1; }")) {
            assertEquals(
                    List.of(
                            "has-body] method 'foo' has a body: a layer method is declared, never run",
                            "help what a layer computes in Java is a layer of its own: an annotation marked @Layer, or"
                                    + " @Lambda(TheCode.class)"),
                    said("@Model interface M {\n@Input(4) Vec x();\n@Output @Dense(units = 2) Vec y(Vec x);\n" + method
                            + "\n}"),
                    method);
        }
    }

    @Test
    void anInputWithoutItsAnnotation() {
        String missing = "missing-layer] method 'x' has no layer annotation: nothing says which layer it is";
        String help = "help if it is an input, say so: @Input(…) Vec x()";
        String other = "help if it has one, its import is missing: import dev.plumb.dsl.layer.*";
        assertEquals(
                List.of(missing, help, other),
                said("@Model interface M { Vec x(); @Output @Dense(units = 1) Vec y(Vec x); }"));
        assertEquals(
                List.of(missing, help, other), said("@Sequential interface M { Vec x(); @Dense(units = 1) Vec y(); }"));
    }

    @Test
    void aParameterOfManyWires() {
        assertEquals(
                List.of(
                        "declared-rank] input 'parts' of 'y' is declared Vec[] (no type of dev.plumb.dsl) but a wire"
                                + " carries a tensor: Vec, Seq, Image …",
                        "fix write one parameter for each wire"),
                said("""
                    @Model interface M {
                        @Input(8) Vec a();
                        @Input(8) Vec b();
                        @Output @Add Vec y(Vec... parts);
                    }
                    """));
    }

    @Test
    void anInputThatTakesSomething() {
        assertEquals(
                List.of("wrong-arity] Input 'x' takes no input: it has 1"),
                said("@Model interface M { @Input(8) Vec x(int size); @Output @Dense(units = 1) Vec y(Vec x); }"));
    }

    @Test
    void anOutputWithTheNameOfItsInput() {
        assertEquals(
                List.of("duplicate-name] Dense 'x' is declared twice: the name of a method names one layer"),
                said("@Model interface M { @Input(8) Vec x(); @Output @Dense(units = 1) Vec x(Vec x); }"));
    }

    /** The layer that is missing is the one whose name is there twice. */
    @Test
    void aLayerWithTheNameOfAnother() {
        assertEquals(
                List.of(
                        "duplicate-name] Dense 'hidden' is declared twice: the name of a method names one layer",
                        "help a layer or input 'features' is missing, which 'hidden' takes: one of the two may be it"),
                said("""
                    @Model interface M {
                        @Input(8) Vec hidden();
                        @Dense(units = 4, activation = RELU) Vec hidden(Vec features);
                        @Dense(units = 4, activation = RELU) Vec other(Vec features);
                        @Output @Concatenate Vec y(Vec hidden, Vec other);
                    }
                    """));
    }

    /** What one of the cycle should take from seems dead. */
    @Test
    void aLayerThatTakesFromItself() {
        assertEquals(List.of("cycle] the wires of 'M' form a cycle: y -> y"), said("""
            @Model interface M {
                @Input(8) Vec x();
                @Dense(units = 4, activation = RELU) Vec hidden(Vec x);
                @Output @Dense(units = 1) Vec y(Vec y);
            }
            """));
    }

    @Test
    void whatTakesTheInputsPlace() {
        assertEquals(
                List.of("wrong-arity] Softmax 'x' takes one input: it has none"),
                said("@Model interface M { @Softmax Vec x(); @Output @Dense(units = 1) Vec y(Vec x); }"));
        assertEquals(
                List.of(
                        "missing-layer] method 'x' has no layer annotation: nothing says which layer it is",
                        "help if it has one, its import is missing: import dev.plumb.dsl.layer.*"),
                said("@Model interface M { @Frozen Vec x(); @Output @Dense(units = 1) Vec y(Vec x); }"));
    }

    @Test
    void anInputThatIsALayer() {
        assertEquals(
                List.of("several-layers] method 'y' has 2 layer annotations (Input, Dense): a method is one layer"),
                said("@Sequential interface M { @Input(8) @Dense(units = 1) Vec y(); }"));
        assertEquals(
                List.of("several-layers] method 'y' has 2 layer annotations (Input, Dense): a method is one layer"),
                said("""
                    @Model interface M {
                        @Input(8) Vec x();
                        @Input(8) @Dense(units = 1) Vec y(Vec x);
                        @Output @Concatenate Vec z(Vec x, Vec y);
                    }
                    """));
    }

    @Test
    void anOutputOfStrings() {
        assertEquals(
                List.of(
                        "dtype-mismatch] output 'name' is string: a model gives numbers",
                        "fix leave out the @Output of 'name'"),
                said("""
                    @Model interface M {
                        @Output @Input(value = 1, dtype = DType.STRING) Vec name();
                        @Input(8) Vec x();
                        @Output @Dense(units = 1) Vec y(Vec x);
                    }
                    """));
    }

    @Test
    void anInputOfADeadLayer() {
        assertEquals(List.of("dead-layer] Dense 'dead' reaches no output"), said("""
            @Model interface M {
                @Input(8) Vec x();
                @Input(8) Vec z();
                @Dense(units = 8) Vec dead(Vec z);
                @Output @Dense(units = 8) Vec y(Vec x);
            }
            """));
    }

    @Test
    void statesThatAreNotReturned() {
        assertEquals(
                List.of(
                        "unknown-output] LSTM 'decoded' takes 'encoded.state': LSTM 'encoded' has one output",
                        "fix encoded: returnState = true"),
                said("""
                    @Model interface M {
                        @Input(dims = {"time", "8"}) Seq x();
                        @LSTM(units = 4) Vec encoded(Seq x);
                        @Output @LSTM(units = 4)
                        Vec decoded(Seq x, @From("encoded.state") Vec state, @From("encoded.cell") Vec cell);
                    }
                    """));
    }

    @Test
    void aTrainedHeadThatIsNoOutput() {
        assertEquals(
                List.of(
                        "loss-mismatch] @Loss does not fit output 'other': it is not marked @Output",
                        "fix mark 'other' @Output"),
                said("""
                    @Model interface M {
                        @Input(8) Vec x();
                        @Input(8) Vec z();
                        @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec y(Vec x);
                        @Dense(units = 8, activation = RELU) Vec hidden(Vec z);
                        @Loss(MEAN_SQUARED_ERROR) @Metrics(Metric.MAE) @Dense(units = 1) Vec other(Vec hidden);
                    }
                    """));
    }

    @Test
    void aListOfWires() {
        assertEquals(
                List.of(
                        "declared-rank] input 'x' of 'b' is declared Vec[] (no type of dev.plumb.dsl) but a wire"
                                + " carries a tensor: Vec, Seq, Image …",
                        "fix write one parameter for each wire"),
                said("""
                    @Model interface M {
                        @Input(4) Vec x();
                        @Output @Add Vec b(Vec... x);
                    }
                    """));
    }

    @Test
    void aTypeParameter() {
        assertEquals(
                List.of("declared-rank] 'o' is declared T (no type of dev.plumb.dsl) but a layer method has no type"
                        + " parameters: write the tensor type itself, Vec, Seq, Image …"),
                said("""
                    @Model interface M {
                        @Input(4) Vec x();
                        @Output @Dense(units = 2) <T extends Vec> T o(T x);
                    }
                    """));
    }

    @Test
    void aMisspeltInputOfANestedModel() {
        assertEquals(
                List.of(
                        "wrong-arity] P 'p' takes its inputs 'left', 'right', each once: it has 'left', 'rigth', did you"
                                + " mean 'right'?",
                        "help a parameter is the input whose name it has, wherever its wire comes from: @From(\"…\") …"
                                + " left, @From(\"…\") … right"),
                said("""
                    @Model interface P {
                        @Input(4) Vec left();
                        @Input(4) Vec right();
                        @Output @Add Vec y(Vec left, Vec right);
                    }
                    @Model interface M {
                        @Input(4) Vec x();
                        @Output @Use(P.class) Vec p(@From("x") Vec left, @From("x") Vec rigth);
                    }
                    """));
    }

    @Test
    void aConcatenationOfOneIsNone() {
        assertEquals(List.of(), said("""
                    @Model interface M {
                        @Input(4) Vec x();
                        @Output @Concatenate Vec y(Vec x);
                    }
                    """));
    }

    /** A step of a repetition is called 0, and so may a size be 1. */
    @Test
    void sizesInARepetition() {
        String printed = Javac.into(output).compile(Javac.IMPORTS + """
                    @Model interface M {
                        @Input({2, 2, 1}) Image a();
                        @Output @Repeat(3) @Conv2D(filters = 1, kernelSize = 2) Image p(Image a);
                    }
                    """);
        assertEquals(true, printed.contains("from  a (2, 2, 1)"), printed);
    }

    @Test
    void directionsThatAreApart() {
        assertEquals(
                List.of(
                        "unknown-output] Dense 'y' takes 'both': Bidirectional(LSTM) 'both' has 2 outputs, and none is the"
                                + " first: say which",
                        "fix both: mergeMode = CONCAT"),
                said("""
                    @Model interface M {
                        @Input({5, 8}) Seq x();
                        @Bidirectional(mergeMode = MergeMode.SEPARATE) @LSTM(units = 4) Tensor both(Seq x);
                        @Output @Dense(units = 8) Vec y(Vec both);
                    }
                    """));
        assertEquals(
                List.of(
                        "unknown-output] Dense 'y' takes 'both': Bidirectional(LSTM) 'both' has 2 outputs, and none is the"
                                + " first: say which",
                        "fix both: mergeMode = CONCAT"),
                said("""
                    @Sequential interface M {
                        @Input({5, 8}) Seq x();
                        @Bidirectional(mergeMode = MergeMode.SEPARATE) @LSTM(units = 4) Tensor both();
                        @Dense(units = 8) Vec y();
                    }
                    """));
    }
}
