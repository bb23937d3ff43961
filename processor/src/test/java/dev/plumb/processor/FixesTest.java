package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix is what is most often meant, or there is none. */
final class FixesTest {
    @TempDir
    Path output;

    /** For each message its id and its fix: {@code rank-mismatch: flatten 'x' first …}. */
    private List<String> fixes(String model) {
        String printed = Javac.into(output).compile("""
                package models;
                import static dev.plumb.dsl.ActivationFunction.*;
                import static dev.plumb.dsl.LossFunction.*;
                import static dev.plumb.dsl.Padding.*;
                import static dev.plumb.dsl.DType.*;
                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;
                """ + model);
        return printed.lines()
                .map(String::strip)
                .filter(line -> line.contains(": error: [plumb/") || line.startsWith("fix "))
                .map(line -> line.startsWith("fix ")
                        ? line.substring(4).strip()
                        : line.substring(line.indexOf('/', line.indexOf("[plumb/")) + 1, line.indexOf(']')))
                .toList();
    }

    private List<String> model(String methods) {
        return fixes("@Model interface M {\n" + methods + "\n}");
    }

    @Test
    void whatAnInputCannotHave() {
        assertEquals(
                List.of(
                        "several-layers", "leave @Frozen out: an input has no weights",
                        "several-layers", "leave @Recompute out: of an input nothing is computed"),
                model("""
                        @Frozen @Input(8) Vec x();
                        @Recompute @Input(8) Vec z();
                        @Output @Add Vec y(Vec x, Vec z);
                        """));
    }

    @Test
    void aForgottenFlatten() {
        String fix = "flatten 'edges' first: add @Flatten Vec flat";
        assertEquals(List.of("declared-rank", fix), model("""
                @Input({28, 28, 1}) Image digit();
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image edges(Image digit);
                @Output @Dense(units = 10, activation = SOFTMAX) @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
                Vec classes(Image edges);
                """));
        assertEquals(List.of("declared-rank", fix), model("""
                @Input({28, 28, 1}) Image digit();
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image edges(Image digit);
                @Output @Dense(units = 10) Vec classes(Vec edges);
                """));
        assertEquals(List.of("declared-rank", fix), fixes("""
                @Sequential interface M {
                    @Input({28, 28, 1}) Image digit();
                    @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image edges();
                    @Dense(units = 10, activation = SOFTMAX) Vec classes();
                }
                """));
    }

    @Test
    void aForgottenEmbedding() {
        String fix = "embed 'words' first: add @Embedding(inputDim = <number of ids>, outputDim = 64) Seq embedded";
        assertEquals(List.of("rank-mismatch", fix), model("""
                @Input(value = 80, dtype = INT32) Tokens words();
                @Output @LSTM(units = 16) Vec read(Tokens words);
                """));
        assertEquals(List.of("dtype-mismatch"), model("""
                @Input(80) Tokens words();
                @Output @Dense(units = 16) Vec read(Tokens words);
                """));
    }

    @Test
    void paddingOfTheBranchThatShrinks() {
        assertEquals(List.of("shape-mismatch", "first, second: padding = SAME"), model("""
                @Input({28, 28, 8}) Image x();
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image first(Image x);
                @BatchNormalization Image normal(Image first);
                @Conv2D(filters = 8, kernelSize = 3) Image second(Image normal);
                @Output @Add Image sum(Image second, Image x);
                """));
        assertEquals(List.of("shape-mismatch", "windows: padding = SAME"), model("""
                @Input(dims = {"time", "8"}) Seq x();
                @Conv1D(filters = 8, kernelSize = 5) Seq windows(Seq x);
                @Output @Add Seq sum(Seq x, Seq windows);
                """));
    }

    @Test
    void aCausalModelStaysCausal() {
        assertEquals(List.of("shape-mismatch", "b: padding = CAUSAL"), model("""
                @Input(dims = {"time", "8"}) Seq x();
                @Conv1D(filters = 8, kernelSize = 3, padding = CAUSAL) Seq a(Seq x);
                @Conv1D(filters = 8, kernelSize = 3, dilationRate = 2) Seq b(Seq a);
                @Output @Add Seq sum(Seq b, Seq x);
                """));
    }

    @Test
    void channelsComeLast() {
        assertEquals(List.of("empty-dimension", "x: channels come last, @Input({224, 224, 3})"), model("""
                @Input({3, 224, 224}) Image x();
                @Output @Conv2D(filters = 64, kernelSize = 7, strides = 2) Image y(Image x);
                """));
    }

    /** A classifier that forgot its pooling is no tagger. */
    @Test
    void whatAModelReturnsIsMeant() {
        assertEquals(List.of("declared-rank"), model("""
                @Input(dims = "time") Tokens words();
                @Embedding(inputDim = 1000, outputDim = 8) Seq vectors(Tokens words);
                @Output @Loss(BINARY_CROSSENTROPY) @Dense(units = 1, activation = SIGMOID) Vec y(Seq vectors);
                """));
    }

    @Test
    void aLossOfTheSameKind() {
        assertEquals(List.of("loss-mismatch", "y: @Loss(CATEGORICAL_CROSSENTROPY)"), model("""
                @Input(8) Vec x();
                @Output @Loss(BINARY_CROSSENTROPY) @Dense(units = 10, activation = SOFTMAX) Vec y(Vec x);
                """));
        assertEquals(List.of("loss-mismatch", "y: @Loss(BINARY_CROSSENTROPY); y: activation = SIGMOID"), model("""
                @Input(8) Vec x();
                @Output @Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Dense(units = 1) Vec y(Vec x);
                """));
        assertEquals(List.of("loss-mismatch", "y: labelSmoothing = 0"), model("""
                @Input(8) Vec x();
                @Output @Loss(value = MEAN_SQUARED_ERROR, labelSmoothing = 0.1) @Dense(units = 1) Vec y(Vec x);
                """));
    }

    /** The second mistake would keep the first mend from being judged to the end. */
    @Test
    void fixesOfTwoMistakesOnOneWayAreTriedTogether() {
        assertEquals(
                List.of("empty-dimension", "small: padding = SAME", "shape-mismatch", "right: units = 64"), model("""
                @Input({3, 3, 1}) Image x();
                @Conv2D(filters = 8, kernelSize = 5) Image small(Image x);
                @Flatten Vec flat(Image small);
                @Dense(units = 64) Vec left(Vec flat);
                @Input(8) Vec z();
                @Dense(units = 64) Vec one(Vec z);
                @Dense(units = 32) Vec right(Vec z);
                @Add Vec other(Vec one, Vec right);
                @Output @Add Vec sum(Vec left, Vec other);
                """));
    }

    /** Each mend uncovers the next mistake: only all of them together make a model. */
    @Test
    void aMistakeThatAnotherOneHidesIsMendedWithIt() {
        assertEquals(List.of("shape-mismatch", "a, b: padding = SAME"), model("""
                @Input({28, 28, 8}) Image x();
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image a(Image x);
                @Conv2D(filters = 8, kernelSize = 3) Image b(Image a);
                @Add Image first(Image x, Image b);
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image c(Image first);
                @Conv2D(filters = 8, kernelSize = 3) Image d(Image c);
                @Add Image second(Image d, Image first);
                @GlobalAveragePooling2D Vec pooled(Image second);
                @Output @Dense(units = 10) Vec classes(Vec pooled);
                """));
        assertEquals(List.of("declared-rank", "one: returnSequences = true"), model("""
                @Input(dims = {"time", "8"}) Seq x();
                @LSTM(units = 4) Seq one(Seq x);
                @LSTM(units = 4) Seq two(Seq one);
                @LSTM(units = 4) Seq three(Seq two);
                @Output @LSTM(units = 4) Vec four(Seq three);
                """));
        assertEquals(List.of("declared-rank", "x: the batch axis is implicit, @Input({28, 28, 1})"), model("""
                @Input({32, 28, 28, 1}) Image x();
                @Conv2D(filters = 8, kernelSize = 3) Image edges(Image x);
                @Output @Dense(units = 10) Vec classes(Vec edges);
                """));
    }

    /** A network of many blocks repeats the mistake of one in each. */
    @Test
    void aMistakeThatIsRepeatedManyTimesIsMendedEverywhere() {
        StringBuilder methods = new StringBuilder("@Input({28, 28, 8}) Image sum0();\n");
        for (int i = 0; i < 12; i++) {
            methods.append("""
                    @Conv2D(filters = 8, kernelSize = 3) Image a%1$d(Image sum%1$d);
                    @BatchNormalization Image normal%1$d(Image a%1$d);
                    @Activation(RELU) Image active%1$d(Image normal%1$d);
                    @Conv2D(filters = 8, kernelSize = 3) Image b%1$d(Image active%1$d);
                    %3$s @Add Image sum%2$d(Image b%1$d, Image sum%1$d);
                    """.formatted(i, i + 1, i == 11 ? "@Output" : ""));
        }
        assertEquals(List.of("shape-mismatch", "a0, b0: padding = SAME"), model(methods.toString()));
    }

    /** What more channels go around is projected; no branch shrinks to what an input happens to have. */
    @Test
    void aShortcutOfOtherChannelsIsProjected() {
        String fix = "project 'x' first: add @Conv2D(filters = 16, kernelSize = 1) Image shortcut";
        assertEquals(List.of("shape-mismatch", fix), model("""
                @Input({32, 32, 3}) Image x();
                @Conv2D(filters = 16, kernelSize = 3, padding = SAME, activation = RELU) Image a(Image x);
                @Conv2D(filters = 16, kernelSize = 3, padding = SAME) Image b(Image a);
                @Output @Add Image sum(Image b, Image x);
                """));
        String strided = "project 'stem' first: add @Conv2D(filters = 16, kernelSize = 1, strides = 2) Image shortcut";
        assertEquals(List.of("shape-mismatch", strided), model("""
                @Input({32, 32, 3}) Image x();
                @Conv2D(filters = 8, kernelSize = 3, padding = SAME, activation = RELU) Image stem(Image x);
                @Conv2D(filters = 16, kernelSize = 3, strides = 2, padding = SAME, activation = RELU) Image a(Image stem);
                @Conv2D(filters = 16, kernelSize = 3, padding = SAME) Image b(Image a);
                @Output @Add Image sum(Image stem, Image b);
                """));
        assertEquals(List.of("shape-mismatch", "b: filters = 64"), model("""
                @Input({32, 32, 64}) Image x();
                @Conv2D(filters = 16, kernelSize = 1, activation = RELU) Image a(Image x);
                @Conv2D(filters = 16, kernelSize = 3, padding = SAME) Image b(Image a);
                @Output @Add Image sum(Image b, Image x);
                """));
    }

    @Test
    void headsShareOneFlatten() {
        String fix = "flatten 'edges' first: add @Flatten Vec flat";
        assertEquals(List.of("declared-rank", fix, "declared-rank", fix), model("""
                @Input({28, 28, 1}) Image digit();
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image edges(Image digit);
                @Output @Dense(units = 10) Vec classes(Image edges);
                @Output @Dense(units = 2) Vec parity(Image edges);
                """));
        assertEquals(List.of("declared-rank", "parity: @From(\"flat\")"), model("""
                @Input({28, 28, 1}) Image digit();
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image edges(Image digit);
                @Flatten Vec flat(Image edges);
                @Output @Dense(units = 10) Vec classes(Vec flat);
                @Output @Dense(units = 2) Vec parity(Vec edges);
                """));
    }

    @Test
    void noMoreIsPaddedThanShrinks() {
        assertEquals(List.of("shape-mismatch", "mid: padding = SAME"), model("""
                @Input({16, 16, 1}) Image x();
                @Conv2D(filters = 8, kernelSize = 3, padding = SAME, activation = RELU) Image down(Image x);
                @MaxPooling2D Image pooled(Image down);
                @Conv2D(filters = 8, kernelSize = 3, activation = RELU) Image mid(Image pooled);
                @Conv2DTranspose(filters = 8, kernelSize = 2, strides = 2) Image u(Image mid);
                @Output @Concatenate Image joined(Image down, Image u);
                """));
    }

    @Test
    void noFixIsProposedThatAnotherMistakeKeepsFromBeingJudged() {
        assertEquals(List.of("shape-mismatch", "bad-attribute"), model("""
                @Input(8) Vec x();
                @Dense(units = 64) Vec one(Vec x);
                @Dense(units = 32) Vec right(Vec x);
                @Add Vec sum(Vec one, Vec right);
                @Output @Dense(units = -1) Vec y(Vec sum);
                """));
    }

    /** Three hundred mismatches in nine hundred layers took 15 seconds once. */
    @Test
    void aSearchThatFindsNothingEnds() {
        StringBuilder methods = new StringBuilder("@Input(8) Vec x();\n@Input({3, 5}) Seq z();\n");
        for (int i = 0; i < 300; i++) {
            methods.append("@Dense(units = 7) Vec a%1$d(Vec x); @Dense(units = 9) Seq b%1$d(Seq z);".formatted(i))
                    .append(" @Output @Add Seq sum%1$d(Vec a%1$d, Seq b%1$d, Vec x);\n".formatted(i));
        }
        List<String> fixes = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> model(methods.toString()));
        assertEquals(List.of("broadcast"), fixes.stream().distinct().toList());
    }
}
