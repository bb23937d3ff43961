package dev.plumb.graph.compose;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeTest {

    /** (n) to (8) and (2): an encoder with two outputs. */
    private static Graph encoder(int features) {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire x = g.input("x", features);
        Wire hidden = g.apply("hidden", Layers.dense(16).activation(RELU), x);
        return g.output(g.apply("code", Layers.dense(8), hidden)).build();
    }

    @Test
    void theLayersOfANestedModelLieUnderItsName() {
        GraphBuilder g = GraphBuilder.named("Outer");
        Wire image = g.input("image", 4);
        Wire encoded = g.apply("encoded", ModelLayer.of(encoder(4)), image);
        Graph graph = g.output(g.apply("classes", Layers.dense(3), encoded)).build();

        assertEquals(
                List.of("encoded/hidden", "encoded/code", "classes"),
                graph.nodes().stream().map(Node::name).toList());
        assertEquals(
                List.of(TensorName.of("encoded/code")), graph.node("classes").inputs());
        assertEquals(
                List.of(TensorName.of("image")), graph.node("encoded/hidden").inputs());
        assertEquals(4 * 16 + 16 + 16 * 8 + 8 + 8 * 3 + 3, graph.parameters());
        assertEquals(
                List.of("encoded"),
                graph.scopes().stream().map(scope -> scope.path()).toList());
    }

    @Test
    void aLayerAppliedAgainHasOneSetOfWeights() {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire a = g.input("a", 100);
        Wire b = g.input("b", 100);
        Wire left = g.apply("left", Layers.dense(64), a);
        Wire right = g.applyAgain("right", left, b);
        Graph graph =
                g.output(g.apply("both", Layers.concatenate(), left, right)).build();

        assertEquals(6_464, graph.parameters());
        assertEquals("left", graph.node("right").sharing());
    }

    @Test
    void aNestedModelAppliedAgainSharesAllOfItsWeights() {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire left = g.apply("left", ModelLayer.of(encoder(4)), g.input("a", 4));
        Wire right = g.applyAgain("right", left, g.input("b", 4));
        Graph graph = g.output(g.apply("both", Layers.add(), left, right)).build();

        assertEquals(encoder(4).parameters(), graph.parameters());
        assertEquals("left/code", graph.node("right/code").sharing());
    }

    @Test
    void weightsThatDoNotFitAreNotShared() {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire left = g.apply("left", Layers.dense(64), g.input("a", 100));
        Wire right = g.applyAgain("right", left, g.input("b", 90));
        g.output(g.apply("both", Layers.concatenate(), left, right));

        String message = assertThrows(GraphException.class, g::build).getMessage();
        assertTrue(
                message.contains(
                        "[plumb/different-weights] Dense 'right' cannot use the weights of 'left': its kernel is"
                                + " (100, 64), and here it would be (90, 64)"),
                message);
    }

    @Test
    void aNestedModelSaysWhatItTakes() {
        GraphBuilder g = GraphBuilder.named("Outer");
        Wire encoded = g.apply("encoded", ModelLayer.of(encoder(4)), g.input("image", 5));
        g.output(encoded);

        String message = assertThrows(GraphException.class, g::build).getMessage();
        assertTrue(
                message.contains("[plumb/shape-mismatch] Encoder 'encoded' takes (4) as its input 'x': 'image' is (5)"),
                message);
    }

    @Test
    void namedAxesOfANestedModelAreThoseOfTheCaller() {
        GraphBuilder inner = GraphBuilder.named("Backbone");
        Wire x = inner.input("x", dev.plumb.graph.shape.Shape.parse("h", "w", "3"), dev.plumb.dsl.DType.FLOAT32);
        Graph backbone =
                inner.output(inner.apply("conv", Layers.conv2D(8, 3), x)).build();
        GraphBuilder g = GraphBuilder.named("Outer");
        Wire encoded = g.apply("encoded", ModelLayer.of(backbone), g.input("image", 32, 32, 3));

        assertEquals("(30, 30, 8)", encoded.type().toString());
    }

    @Test
    void aRepetitionHasItsLayersInARow() {
        GraphBuilder g = GraphBuilder.named("Deep");
        Wire x = g.input("x", 8);
        Wire stack = g.apply("stack", Repetition.of(3, Layers.dense(8).activation(RELU)), x);
        Graph graph = g.output(g.apply("classes", Layers.dense(2), stack)).build();

        assertEquals(
                List.of("stack/0", "stack/1", "stack/2", "classes"),
                graph.nodes().stream().map(Node::name).toList());
        assertEquals(3 * (8 * 8 + 8) + 8 * 2 + 2, graph.parameters());
    }

    @Test
    void sideBySideARepetitionIsAList() {
        GraphBuilder g = GraphBuilder.named("Heads");
        Wire x = g.input("x", 8);
        Wire heads = g.apply("heads", Repetition.of(4, Layers.dense(3)).with("parallel", true), x);
        Graph graph = g.output(g.apply("joined", Layers.concatenate(), heads)).build();

        assertEquals("(12)", graph.outputs().get(0).type().toString());
        assertEquals(4, graph.node("joined").inputs().size());
    }

    @Test
    void frozenWeightsDoNotTrain() {
        GraphBuilder g = GraphBuilder.named("Transfer");
        Wire base = g.applyFrozen("base", ModelLayer.of(encoder(4)), g.input("image", 4));
        Graph graph = g.output(g.apply("classes", Layers.dense(3), base)).build();

        assertEquals(8 * 3 + 3, graph.trainableParameters());
    }
}
