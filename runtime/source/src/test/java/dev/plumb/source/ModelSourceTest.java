package dev.plumb.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Shape;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written, word for word; that all of it compiles is for the tests of the processor to say. */
final class ModelSourceTest {
    private static final SourceStyle STYLE = SourceStyle.inPackage("models");

    private static Graph line() {
        GraphBuilder g = GraphBuilder.named("digits");
        Wire image = g.input("image", 784);
        Wire dense = g.apply(
                "dense-1",
                Layers.dense(256)
                        .activation(ActivationFunction.RELU)
                        .kernelInitializer(Init.Spec.of(Initializer.HE_NORMAL))
                        .kernelRegularizer(Regularizer.Spec.of().l2(1e-7)),
                image);
        Wire classes = g.apply("default", Layers.dense(10).activation(ActivationFunction.SOFTMAX), dense);
        return g.output(classes, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, Metric.ACCURACY)
                .build();
    }

    private static String text(Graph graph, SourceStyle style) {
        return ModelSource.of(graph, style).files().get(0).text();
    }

    /** The text below the imports. */
    private static String body(Graph graph, SourceStyle style) {
        String text = text(graph, style);
        return text.substring(text.lastIndexOf("import ")).replaceFirst(".*\n\n", "");
    }

    @Test
    void aStraightLineIsSequential() {
        assertEquals("""
            package models;

            import static dev.plumb.dsl.ActivationFunction.RELU;
            import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
            import static dev.plumb.dsl.Initializer.HE_NORMAL;
            import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
            import static dev.plumb.dsl.Metric.ACCURACY;

            import dev.plumb.dsl.Init;
            import dev.plumb.dsl.Input;
            import dev.plumb.dsl.Loss;
            import dev.plumb.dsl.Metrics;
            import dev.plumb.dsl.Regularizer;
            import dev.plumb.dsl.Sequential;
            import dev.plumb.dsl.Vec;
            import dev.plumb.dsl.layer.Dense;

            /** Written from the model 'digits'. */
            @Sequential
            public interface Digits {
                @Input(784)
                Vec image();

                @Dense(
                        units = 256,
                        activation = RELU,
                        kernelInitializer = @Init(HE_NORMAL),
                        kernelRegularizer = @Regularizer(l2 = 1e-7))
                Vec dense_1();

                @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
                @Metrics(ACCURACY)
                @Dense(units = 10, activation = SOFTMAX)
                Vec default_();
            }
            """, text(line(), STYLE));
    }

    @Test
    void asAModelEachLayerSaysWhatItTakes() {
        String body = body(line(), STYLE.as(ModelForm.MODEL));
        assertTrue(body.contains("Vec dense_1(Vec image);"), body);
        assertTrue(body.contains("    @Output\n    @Loss("), body);
        assertTrue(body.contains("Vec default_(Vec dense_1);"), body);
    }

    @Test
    void theNamesBeforeAreKept() {
        LayerNames names = ModelSource.of(line(), STYLE).names();
        assertEquals("dense-1/kernel", names.original("dense_1/kernel"));
        assertEquals("default", names.original("default_"));
        assertFalse(names.areSame());
    }

    @Test
    void kotlinHasListsWhereJavaLeavesThemOut() {
        assertEquals("""
            /** Written from the model 'digits'. */
            @Sequential
            interface Digits {
                @Input(784)
                fun image(): Vec

                @Dense(
                    units = 256,
                    activation = RELU,
                    kernelInitializer = Init(HE_NORMAL),
                    kernelRegularizer = Regularizer(l2 = 1e-7),
                )
                fun dense_1(): Vec

                @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
                @Metrics(ACCURACY)
                @Dense(units = 10, activation = SOFTMAX)
                fun default_(): Vec
            }
            """, body(line(), STYLE.in(SourceLanguage.KOTLIN)));
        GraphBuilder g = GraphBuilder.named("Pooled");
        Wire image = g.input("object", Shape.parse("h", "w", "3"), DType.FLOAT32);
        Wire pooled = g.apply("in", Layers.maxPooling2D().poolSize(3).strides(2), image);
        assertEquals(
                """
                @Model
                interface Pooled {
                    @Input(dims = ["h", "w", "3"])
                    fun `object`(): Image

                    @Output
                    @MaxPooling2D(poolSize = [3], strides = [2])
                    fun `in`(`object`: Image): Image
                }
                """,
                body(g.output(pooled).build(), STYLE.in(SourceLanguage.KOTLIN).as(ModelForm.MODEL)));
    }

    @Test
    void sharingRolesStatesAndWrappers() {
        GraphBuilder g = GraphBuilder.named("Reader");
        Wire left = g.input("left", Shape.parse("time", "8"), DType.FLOAT32);
        Wire right = g.input("right", 5, 8);
        Wire both = g.apply(
                "both",
                Layers.bidirectional(Layers.lstm(4).returnSequences(true)).mergeMode(MergeMode.SUM),
                left);
        Wire again = g.applyAgain("again", both, right);
        Wire attended = g.apply("attended", Layers.attention(), both, again, again);
        Wire read = g.apply("read", Layers.gru(3).returnState(true), attended);
        assertEquals("""
            @Model
            public interface Reader {
                @Input(dims = {"time", "8"})
                Seq left();

                @Input({5, 8})
                Seq right();

                @Bidirectional(mergeMode = SUM)
                @LSTM(units = 4, returnSequences = true)
                Seq both(Seq left);

                @SameWeightsAs("both")
                Seq again(Seq right);

                @Attention
                Seq attended(@From("both") Seq query, @From("again") Seq value, @From("again") Seq key);

                @Output
                @GRU(units = 3, returnState = true)
                Vec read(Seq attended);

                @Output
                @Identity
                Vec read_state(@From("read.state") Vec input);
            }
            """, body(g.output(read).output(read.output("state")).build(), STYLE));
    }

    @Test
    void nestedModelsAreInterfacesOfTheirOwn() {
        GraphBuilder inner = GraphBuilder.named("encoder");
        Wire x = inner.input("x", 8);
        Graph encoder = inner.output(inner.apply("conv-1", Layers.dense(8), x)).build();
        GraphBuilder g = GraphBuilder.named("Whole");
        Wire a = g.input("a", 8);
        Wire deep =
                g.apply("deep", Repetition.of(3, ModelLayer.of(encoder)), g.apply("once", ModelLayer.of(encoder), a));
        ModelSource source = ModelSource.of(g.output(deep).build(), STYLE);
        assertEquals(
                List.of("models/Whole.java", "models/Encoder.java"),
                source.files().stream()
                        .map(file -> file.path().toString().replace('\\', '/'))
                        .toList());
        String text = source.files().get(0).text();
        assertTrue(text.contains("    @Use(Encoder.class)\n    Vec once();\n"), text);
        assertTrue(text.contains("    @Repeat(3)\n    @Use(Encoder.class)\n    Vec deep();\n"), text);
        assertEquals("once/conv-1/kernel", source.names().original("once/conv_1/kernel"));
        assertEquals("deep/2/conv-1/kernel", source.names().original("deep/2/conv_1/kernel"));
    }

    @Test
    void noInterfaceHasTheNameOfAGeneratedClass() {
        GraphBuilder inner = GraphBuilder.named("whole_model");
        Graph nested = inner.output(inner.apply("dense", Layers.dense(8), inner.input("x", 8)))
                .build();
        GraphBuilder g = GraphBuilder.named("whole");
        ModelSource source = ModelSource.of(
                g.output(g.apply("part", ModelLayer.of(nested), g.input("a", 8)))
                        .build(),
                STYLE);
        assertEquals(
                List.of("Whole.java", "WholeModel_2.java"),
                source.files().stream()
                        .map(file -> file.path().getFileName().toString())
                        .toList());
    }

    @Test
    void longListsAreBrokenAndTextsAreEscaped() {
        GraphBuilder g = GraphBuilder.named("*/ \\u002a\n");
        List<String> terms = IntStream.range(0, 40).mapToObj(i -> "term" + i).collect(Collectors.toList());
        terms.set(3, "\"$x\" \\ \n é");
        Wire word = g.input("word", Shape.parse(), DType.STRING);
        Wire ids = g.apply("ids", Layers.stringLookup().vocabulary(terms), word);
        Graph graph = g.output(ids).build();
        String java = body(graph, STYLE.named("Ids"));
        assertTrue(java.startsWith("/** Written from the model '* / ?u002a?'. */\n"), java);
        assertTrue(java.contains("\"\\\"$x\\\" \\\\ \\n \\u00e9\""), java);
        assertTrue(java.lines().allMatch(line -> line.length() <= 120), java);
        String kotlin = body(graph, STYLE.named("Ids").in(SourceLanguage.KOTLIN));
        assertTrue(kotlin.contains("\\\"\\$x\\\""), kotlin);
        assertTrue(kotlin.lines().allMatch(line -> line.length() <= 120), kotlin);
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SourceStyle.inPackage("a-b"));
        assertThrows(IllegalArgumentException.class, () -> STYLE.named("my-model"));
    }
}
