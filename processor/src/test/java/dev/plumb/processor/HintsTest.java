package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people who come from Keras write first: one error each, and what to do about it. */
final class HintsTest {
    @TempDir
    Path output;

    /** First lines without their file, fixes and help. */
    private List<String> said(String model) {
        return Javac.into(output)
                .compile(Javac.IMPORTS + "import static dev.plumb.dsl.DType.*;\n" + model)
                .lines()
                .map(String::strip)
                .filter(line -> line.contains("[plumb/") || line.startsWith("fix ") || line.startsWith("help "))
                .map(line -> line.replaceFirst(".*\\[plumb/", "").replaceFirst("^(fix|help) +", "$1 "))
                .toList();
    }

    @Test
    void layersWithoutWiresAreALine() {
        assertEquals(
                List.of(
                        "bad-model] 'M' cannot be a @Model: no layer has a parameter, and parameters are its wires",
                        "fix make it a @Sequential: there each layer takes the one above it"),
                said("""
                        @Model interface M {
                            @Input(784) Vec image();
                            @Dense(units = 64, activation = RELU) Vec hidden();
                            @Output @Dense(units = 10) Vec classes();
                        }
                        """));
    }

    @Test
    void aLineHasOneInputAndOneOutput() {
        assertEquals(
                List.of(
                        "bad-model] 'M' cannot be a @Sequential: it has 2 inputs, 'a' and 'b', and a straight line starts at one",
                        "fix make it a @Model and name the wires as parameters"),
                said("@Sequential interface M { @Input(8) Vec a(); @Input(8) Vec b(); @Dense(units = 2) Vec c(); }"));
        assertEquals(
                List.of(
                        "bad-model] 'M' cannot be a @Sequential: it has 2 outputs, 'b' and 'c', and a straight line ends at one",
                        "fix make it a @Model and name the wires as parameters"),
                said("""
                        @Sequential interface M {
                            @Input(8) Vec a();
                            @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Vec b();
                            @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Vec c();
                        }
                        """));
    }

    @Test
    void parametersInALineAreOneMistake() {
        assertEquals(
                List.of(
                        "sequential-parameter] 'b' has a parameter: in a @Sequential each layer takes the one above it",
                        "fix make it a @Model, and mark the last layer @Output"),
                said("""
                        @Sequential interface M {
                            @Input(8) Vec a();
                            @Dense(units = 2) Vec b(Vec a);
                            @Dense(units = 2) Vec c(Vec b);
                        }
                        """));
    }

    @Test
    void whatIsNoLineIsNotAdvisedToBeOne() {
        assertEquals(
                List.of("bad-model] 'M' cannot be a @Model: no layer has a parameter, and parameters are its wires"),
                said("""
                        @Model interface M {
                            @Input(8) Vec x();
                            @Output @Dense(units = 4) Vec a();
                            @Output @Dense(units = 8) Vec b();
                        }
                        """));
    }

    @Test
    void aForgottenOutputIsOneMistake() {
        assertEquals(
                List.of(
                        "no-output] model 'M' has no output: nothing is marked @Output",
                        "fix mark @Output what it returns: 'y'"),
                said(
                        "@Model interface M { @Input(8) Vec x(); @Loss(MEAN_SQUARED_ERROR) @Metrics(Metric.MAE) @Dense(units = 2) Vec y(Vec x); }"));
    }

    @Test
    void aMergeInALine() {
        assertEquals(
                List.of(
                        "wrong-arity] Add 'merged' takes at least 2 inputs: it has 1",
                        "fix make it a @Model: `merged(Vec b, Vec x)`"),
                said("""
                        @Sequential interface M {
                            @Input(8) Vec x();
                            @Dense(units = 4, activation = RELU) Vec a();
                            @Dense(units = 8, activation = RELU) Vec b();
                            @Add Vec merged();
                            @Dense(units = 2) Vec y();
                        }
                        """));
    }

    @Test
    void nothingGoesInOrComesOut() {
        assertEquals(
                List.of(
                        "no-input] model 'M' has no input: nothing is marked @Input",
                        "help declare an @Input first: @Input(784) Vec image()"),
                said("@Sequential interface M { @Dense(units = 10) Vec classes(); }"));
        assertEquals(
                List.of(
                        "no-output] model 'M' has no output: nothing is marked @Output",
                        "fix mark @Output what it returns: 'classes'"),
                said("@Model interface M { @Input(8) Vec x(); @Dense(units = 10) Vec classes(Vec x); }"));
    }

    @Test
    void theBatchAxisIsImplicit() {
        assertEquals(
                List.of(
                        "declared-rank] input 'x' is declared Image (rank 3: height, width, channels) but its shape is (32, 28, 28, 1), Volume",
                        "fix x: the batch axis is implicit, @Input({28, 28, 1})"),
                said("""
                        @Sequential interface M {
                            @Input({32, 28, 28, 1}) Image x();
                            @Conv2D(filters = 4, kernelSize = 3) Image y();
                        }
                        """));
        assertEquals(
                List.of(
                        "bad-attribute] Input 'x' has dims[0] = \"batch\": must be a size, or a name that says what varies, such as \"time\"; the batch axis is left out",
                        "fix x: the batch axis is implicit, @Input(8)"),
                said(
                        "@Sequential interface M { @Input(dims = {\"batch\", \"8\"}) Vec x(); @Dense(units = 2) Vec y(); }"));
    }

    @Test
    void whatVariesHasAName() {
        assertEquals(
                List.of(
                        "bad-attribute] Input 'x' has dims[0] = \"None\": must be a size, or a name that says what varies, such as \"time\"; the batch axis is left out",
                        "fix x: @Input(dims = {\"time\", \"8\"})"),
                said(
                        "@Sequential interface M { @Input(dims = {\"None\", \"8\"}) Seq x(); @LSTM(units = 2) Vec y(); }"));
        assertEquals(
                List.of(
                        "bad-attribute] Input 'x' has value[0] = -1: must be at least 1",
                        "fix x: @Input(dims = {\"time\", \"8\"})"),
                said("@Sequential interface M { @Input({-1, 8}) Seq x(); @LSTM(units = 2) Vec y(); }"));
    }

    @Test
    void aSizeIsCalledByTheAttributeThatHasIt() {
        assertEquals(
                List.of("bad-attribute] Input 'x' has dims[0] = \"-8\": must be at least 1"),
                said("@Sequential interface M { @Input(dims = {\"-8\", \"8\"}) Seq x(); @LSTM(units = 2) Vec y(); }"));
        assertEquals(
                List.of("bad-attribute] Input 'x' has dims = \"0\": must be at least 1"),
                said("@Sequential interface M { @Input(dims = \"0\") Vec x(); @Dense(units = 2) Vec y(); }"));
    }

    @Test
    void aLineHasALayer() {
        assertEquals(
                List.of("bad-model] 'M' cannot be a @Sequential: it has no layer", "fix add a layer below 'x'"),
                said("@Sequential interface M { @Input(8) Vec x(); }"));
    }

    @Test
    void aDilationOfZeroIsOneMistake() {
        assertEquals(List.of("bad-attribute] Conv1D 'y' has dilationRate = 0: must be at least 1"), said("""
                @Sequential interface M {
                    @Input({8, 8}) Seq x();
                    @Conv1D(filters = 2, kernelSize = 3, strides = 2, dilationRate = 0) Seq y();
                }
                """));
    }

    @Test
    void layersThatWouldMakeACycleAreNoChoice() {
        String printed = Javac.into(output).compile(Javac.IMPORTS + """
                @Model interface M {
                    @Input(8) Vec x();
                    @Add Vec first(Vec x, Vec other);
                    @Dense(units = 8, activation = RELU) Vec second(Vec first);
                    @Output @Dense(units = 2) Vec y(Vec second);
                }
                """);
        assertTrue(printed.contains("known  x\n"), printed);
    }

    @Test
    void twoModelsOfOneClass() {
        assertEquals(
                List.of(
                        "class-exists] models 'A_B' and 'A.B' would both have the class 'A_BModel': rename one of them"),
                said("""
                        @Model interface A_B { @Input(8) Vec x(); @Output @Dense(units = 2) Vec y(Vec x); }
                        interface A { @Model interface B { @Input(8) Vec x(); @Output @Dense(units = 2) Vec y(Vec x); } }
                        """));
    }

    @Test
    void aGreyImageHasOneChannel() {
        assertEquals(
                List.of(
                        "declared-rank] input 'x' is declared Image (rank 3: height, width, channels) but its shape is (28, 28), Seq",
                        "fix x: @Input({28, 28, 1})"),
                said("""
                        @Sequential interface M {
                            @Input({28, 28}) Image x();
                            @Conv2D(filters = 4, kernelSize = 3) Image y();
                        }
                        """));
    }

    @Test
    void whatIsNoLayerIsOneMistake() {
        assertEquals(
                List.of(
                        "missing-layer] method 'size' has no layer annotation: a model declares layers and inputs, nothing else"),
                said("@Model interface M { @Input(8) Vec x(); int size(); @Output @Dense(units = 1) Vec y(Vec x); }"));
        assertEquals(
                List.of(
                        "missing-layer] method 'equals' has no layer annotation: a model declares layers and inputs, nothing else"),
                said(
                        "@Model interface M { @Input(8) Vec x(); boolean equals(Object o); @Output @Dense(units = 1) Vec y(Vec x); }"));
        assertEquals(
                List.of("wrong-arity] Input 'z' takes no input: it has 1"),
                said(
                        "@Model interface M { @Input(8) Vec x(); @Input(8) Vec z(Vec a); @Output @Add Vec y(Vec x, Vec z); }"));
    }

    @Test
    void aMisspeltWireIsNoCycle() {
        assertEquals(
                List.of("unknown-wire] Add 'first' has no layer or input 'secnd' to take its input from"), said("""
                        @Model interface M {
                            @Input(8) Vec x();
                            @Add Vec first(Vec x, Vec secnd);
                            @Dense(units = 8, activation = RELU) Vec second(Vec first);
                            @Output @Dense(units = 2) Vec y(Vec second);
                        }
                        """));
    }

    @Test
    void numbersThatNothingCanBeCalculatedWith() {
        assertEquals(
                List.of(
                        "bad-attribute] Dense 'a' has kernelRegularizer = @Regularizer(l2 = -1.0): must be one with l2 at least 0",
                        "bad-attribute] Dense 'b' has kernelInitializer = @Init(value = RANDOM_NORMAL, stddev = -0.5): must be one with stddev at least 0",
                        "bad-attribute] LayerNormalization 'c' has epsilon = Infinity: must be finite",
                        "bad-attribute] Dense 'd' has kernelConstraint = @Constraint(value = MAX_NORM, maxValue = -1.0): must be one with maxValue at least 0"),
                said("""
                        @Sequential interface M {
                            @Input(8) Vec x();
                            @Dense(units = 4, kernelRegularizer = @Regularizer(l2 = -1)) Vec a();
                            @Dense(units = 4, kernelInitializer = @Init(value = Initializer.RANDOM_NORMAL, stddev = -0.5)) Vec b();
                            @LayerNormalization(epsilon = Double.POSITIVE_INFINITY) Vec c();
                            @Dense(units = 2, kernelConstraint = @Constraint(value = ConstraintKind.MAX_NORM, maxValue = -1)) Vec d();
                        }
                        """));
    }
}
