package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.parameters;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.MergeMode;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Summary;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Shapes, masks, weights, texts and refusals of Bidirectional and TimeDistributed. */
final class WrapperRulesTest {

    private static LayerSpec lstm(Object... attributes) {
        return ByName.layer(LSTMLayer.DEFINITION, attributes);
    }

    private static LayerSpec dense(int units) {
        return Layers.dense(units);
    }

    private static LayerSpec both(LayerSpec layer) {
        return both(layer, MergeMode.CONCAT);
    }

    private static LayerSpec both(LayerSpec layer, MergeMode mode) {
        return Layers.bidirectional(layer).mergeMode(mode);
    }

    private static LayerSpec each(LayerSpec layer) {
        return Layers.timeDistributed(layer);
    }

    @Test
    void shapesAndParametersAreThoseOfKeras() {
        assertEquals("(64)", infer(both(lstm("units", 32)), TensorType.floats(20, 64)));
        assertEquals(24_832, parameters(both(lstm("units", 32)), 20, 64));
        LayerSpec sum = both(Layers.gru(8).returnSequences(true), MergeMode.SUM);
        assertEquals("(20, 8)", infer(sum, TensorType.floats(20, 64)));
        assertEquals(3_552, parameters(sum, 20, 64));
        assertEquals("(10, 8)", infer(each(dense(8)), TensorType.floats(10, 16)));
        assertEquals(136, parameters(each(dense(8)), 10, 16));
        assertEquals("(time, 8)", infer(each(dense(8)), named("time", "16")));
        LayerSpec frames = each(Layers.conv2D(3, 3));
        assertEquals("(7, 4, 5, 3)", infer(frames, TensorType.floats(7, 6, 7, 2)));
        assertEquals("(3, 10)", infer(each(both(lstm("units", 5))), TensorType.floats(3, 4, 2)));
    }

    @Test
    void masksAreKeptAsInKeras() {
        assertEquals("(5, 8) masked", infer(both(lstm("units", 4, "returnSequences", true)), masked(5, 3)));
        assertEquals("(8)", infer(both(lstm("units", 4)), masked(5, 3)));
        assertEquals("(5, 4) masked", infer(each(dense(4)), masked(5, 3)));
        LayerSpec embedding = Layers.embedding(9, 2).maskZero(true);
        assertEquals("(3, 4, 2)", infer(each(embedding), TensorType.of(Shape.of(3, 4), DType.INT32)));
    }

    @Test
    void outputsHaveNames() {
        LayerSpec states = lstm("units", 4, "returnState", true);
        assertEquals(
                List.of("output", "forward_state", "forward_cell", "backward_state", "backward_cell"),
                both(states).outputNames());
        assertEquals(
                List.of("forward", "backward"),
                both(lstm("units", 4), MergeMode.SEPARATE).outputNames());
        assertEquals("one or 5 inputs", both(states).arity().toString());
    }

    @Test
    void weightsSayWhoseTheyAre() {
        assertEquals(
                List.of(
                        "forward/kernel",
                        "forward/recurrent_kernel",
                        "forward/bias",
                        "backward/kernel",
                        "backward/recurrent_kernel",
                        "backward/bias"),
                both(lstm("units", 4)).weights(List.of(TensorType.floats(5, 3))).stream()
                        .map(Weight::name)
                        .toList());
        assertEquals(
                List.of("kernel", "bias"),
                each(dense(4)).weights(List.of(TensorType.floats(5, 3))).stream()
                        .map(Weight::name)
                        .toList());
    }

    @Test
    void aRuleOfTheWrappedLayerSaysThatItIsAboutEachStep() {
        LayerSpec frames = each(Layers.conv2D(3, 3));
        assertEquals(
                "TimeDistributed needs an input of rank 3 (height, width, channels): 'x0' has rank 1, (64) in each"
                        + " step",
                infer(frames, TensorType.floats(10, 64)));
        assertEquals(
                "TimeDistributed needs an input of rank 2 or more (time, then the axes of a step): 'x0' has rank 1,"
                        + " (64)",
                infer(each(dense(4)), TensorType.floats(64)));
        assertEquals(
                "Bidirectional needs an input of rank 2 (time, features): 'x0' has rank 1, (64)",
                infer(both(lstm("units", 4)), TensorType.floats(64)));
    }

    @Test
    void whatCannotBeWrappedIsRefused() {
        assertEquals(
                List.of("Bidirectional wraps Dense(units = 8) in Bidirectional, which takes a recurrent layer:"
                        + " SimpleRNN, LSTM, GRU or ConvLSTM"),
                validate(both(dense(8))));
        assertEquals(
                List.of("Bidirectional has goBackwards = true: must be false: the layer is read forward once and"
                        + " backward once"),
                validate(both(lstm("units", 4, "goBackwards", true))));
        assertEquals(
                List.of("TimeDistributed wraps LSTM(units = 4, returnState = true) in TimeDistributed, which takes a"
                        + " layer of one input and one output"),
                validate(each(lstm("units", 4, "returnState", true))));
        assertEquals(
                List.of("TimeDistributed wraps Subtract in TimeDistributed, which takes a layer of one input and one"
                        + " output"),
                validate(each(Layers.subtract())));
        assertEquals(
                List.of("TimeDistributed wraps Add in TimeDistributed, which takes a layer of one input and one"
                        + " output"),
                validate(each(Layers.add())));
        assertEquals(List.of(), validate(each(Layers.multiHeadAttention(2, 4))), "one input: it attends to itself");
        assertEquals(List.of("TimeDistributed has units = 0: must be at least 1"), validate(each(dense(0))));
    }

    @Test
    void aKernelIsNormalizedWhereThereIsOne() {
        LayerSpec frames = Layers.spectralNormalization(Layers.conv2D(8, 3));
        assertEquals("(4, 5, 8)", infer(frames, TensorType.floats(6, 7, 2)));
        assertEquals(
                "kernel (3, 3, 2, 8), vector_u (1, 8), bias (8): 160",
                RuleAnswers.weights(frames, TensorType.floats(6, 7, 2)));
        LayerSpec embedding =
                Layers.spectralNormalization(Layers.embedding(9, 4).maskZero(true));
        assertEquals("(5, 4)", infer(embedding, TensorType.of(Shape.of(5), DType.INT32)), "no mask, as in Keras");
        assertEquals("(5, 3)", infer(Layers.spectralNormalization(dense(3)), masked(5, 2)));
        assertEquals(
                "SpectralNormalization needs an input of rank 3 (height, width, channels): 'x0' has rank 1, (64)",
                infer(frames, TensorType.floats(64)));
        String takes =
                ", which takes a layer of one kernel: Dense, EinsumDense, Embedding, a convolution, a depthwise or a"
                        + " transposed one";
        assertEquals(
                List.of("SpectralNormalization wraps LSTM(units = 4) in SpectralNormalization" + takes),
                validate(Layers.spectralNormalization(lstm("units", 4))));
        assertEquals(
                List.of("SpectralNormalization wraps TimeDistributed(Dense(units = 4)) in SpectralNormalization"
                        + takes),
                validate(Layers.spectralNormalization(each(dense(4)))));
        assertEquals(List.of(), validate(each(Layers.spectralNormalization(dense(4)))));
        assertEquals(
                List.of("SpectralNormalization has powerIterations = 0: must be at least 1"),
                validate(Layers.spectralNormalization(dense(4)).powerIterations(0)));
        assertEquals(
                List.of("SpectralNormalization has units = 0: must be at least 1"),
                validate(Layers.spectralNormalization(dense(0))));
    }

    @Test
    void aStatedActivationIsThatOfTheWrappedLayer() {
        LayerSpec softmax = Layers.dense(3).activation(ActivationFunction.SOFTMAX);
        assertEquals(Optional.of(ActivationFunction.SOFTMAX), each(softmax).finalActivation());
    }

    @Test
    void textsShowWhatIsWrapped() {
        assertEquals("Bidirectional(LSTM(units = 32))", both(lstm("units", 32)).describe());
        assertEquals(
                "Bidirectional(LSTM(units = 32), mergeMode = SUM)",
                both(lstm("units", 32), MergeMode.SUM).describe());
        assertEquals(
                "TimeDistributed(Bidirectional(LSTM(units = 32)))",
                each(both(lstm("units", 32))).describe());
        assertEquals(
                "TimeDistributed(Bidirectional(LSTM))",
                each(both(lstm("units", 32))).title());
        assertEquals("Bidirectional", both(lstm("units", 32)).layerName());
    }

    @Test
    void anAttributeOfTheWrappedLayerCanBeChanged() {
        LayerSpec nested = each(both(lstm("units", 32)));
        assertEquals(each(both(lstm("units", 8))), Attributes.with(nested, "units", 8));
        assertEquals(each(both(lstm("units", 32), MergeMode.AVE)), Attributes.with(nested, "mergeMode", MergeMode.AVE));
    }

    @Test
    void aGraphIsTheSameAfterWritingAndReading() {
        Graph graph = graph();
        Map<String, Object> tree = DraftTree.of(graph.draft());
        assertTrue(
                tree.toString()
                        .contains("layer=TimeDistributed, attributes={layer={layer=Bidirectional,"
                                + " attributes={layer={layer=LSTM, attributes={units=5}}}}}"),
                tree::toString);
        assertEquals(graph, GraphChecker.graph(DraftTree.read(tree)));
    }

    @Test
    void theSummaryNamesTheWrapper() {
        String text = Summary.of(graph()).text();
        assertTrue(text.contains("each (TimeDistributed)") && text.contains("both (Bidirectional)"), text);
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Documents");
        Wire each = g.apply("each", each(both(lstm("units", 5))), g.input("words", 3, 4, 2));
        Wire both = g.apply("both", both(lstm("units", 6), MergeMode.MUL), each);
        return g.output(g.apply("out", dense(1), both), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static String problem(GraphBuilder g) {
        GraphException refused = Assertions.assertThrows(GraphException.class, g::build);
        assertEquals(1, refused.problems().size());
        return refused.problems().get(0).text();
    }

    @Test
    void aFixMayChangeTheWrappedLayer() {
        GraphBuilder g = GraphBuilder.named("Wrong");
        Wire x = g.input("x", 5, 3);
        Wire left = g.apply("left", each(dense(4)), x);
        Wire right = g.apply("right", each(dense(6)), x);
        g.output(g.apply("sum", Layers.add(), left, right));
        assertEquals("""
            [plumb/shape-mismatch] Add 'sum' needs inputs of one shape: 'left' is (5, 4), 'right' is (5, 6)
              left   TimeDistributed(Dense(units = 4))   (5, 3) -> (5, 4)
              right  TimeDistributed(Dense(units = 6))   (5, 3) -> (5, 6)
              from   x (5, 3)
              fix    right: units = 4
              see    docs/errors/shape-mismatch.md\
            """, problem(g));
    }

    @Test
    void aWrapperThatDoesNotFitIsLeftOut() {
        GraphBuilder g = GraphBuilder.named("Wrong");
        g.output(g.apply("each", each(both(dense(4))), g.input("x", 2, 5, 3)));
        assertEquals("""
            [plumb/bad-attribute] TimeDistributed(Bidirectional(Dense)) 'each' wraps Dense(units = 4) in Bidirectional, which takes a recurrent layer: SimpleRNN, LSTM, GRU or ConvLSTM
              fix  each: without @Bidirectional
              see  docs/errors/bad-attribute.md\
            """, problem(g));
    }

    @Test
    void anEncoderCanHaveTheUnitsThatItsDecoderStartsFrom() {
        GraphBuilder g = GraphBuilder.named("Wrong");
        LayerSpec encoder = lstm("units", 8, "returnState", true);
        Wire source = g.apply("encoder", encoder, g.input("source", 5, 3));
        Wire decoder = g.apply(
                "decoder", lstm("units", 16), g.input("target", 4, 3), source.output("state"), source.output("cell"));
        g.output(decoder);
        String text = problem(g);
        assertTrue(
                text.startsWith("[plumb/shape-mismatch] LSTM 'decoder' needs an initial state of shape (16):"
                        + " 'encoder.state' is (8)"),
                text);
        assertTrue(text.contains("fix            encoder: units = 16"), text);
    }
}
