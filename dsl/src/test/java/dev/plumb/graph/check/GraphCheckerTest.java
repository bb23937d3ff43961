package dev.plumb.graph.check;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The residual classifier of the language page, and what the checker says when it is wrong. */
final class GraphCheckerTest {

    private static GraphBuilder residual(int shortcutUnits) {
        GraphBuilder g = GraphBuilder.named("ResidualClassifier");
        Wire features = g.input("features", 20);
        Wire wide = g.apply("wide", Layers.dense(128).activation(RELU), features);
        Wire dropped = g.apply("dropped", Layers.dropout(0.3), wide);
        Wire deep = g.apply("deep", Layers.dense(64), dropped);
        Wire shortcut = g.apply("shortcut", Layers.dense(shortcutUnits), features);
        Wire merged = g.apply("merged", Layers.add(), deep, shortcut);
        Wire activated = g.apply("activated", Layers.activation(RELU), merged);
        Wire predictions = g.apply("predictions", Layers.dense(10).activation(SOFTMAX), activated);
        return g.output(predictions, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY);
    }

    @Test
    void countsParametersAsKerasDoes() {
        Graph graph = residual(64).build();
        assertEquals(12_938, graph.parameters());
        assertEquals(12_938, graph.trainableParameters());
        assertEquals(
                List.of("wide", "dropped", "deep", "shortcut", "merged", "activated", "predictions"),
                graph.nodes().stream().map(Node::name).toList());
    }

    @Test
    void aShapeMismatchIsReportedWithEvidenceAndACheckedFix() {
        GraphException wrong =
                assertThrows(GraphException.class, () -> residual(32).build());
        assertEquals(1, wrong.problems().size());
        assertEquals("""
                [plumb/shape-mismatch] Add 'merged' needs inputs of one shape: 'deep' is (64), 'shortcut' is (32)
                  deep      Dense(units = 64)   (128) -> (64)
                  shortcut  Dense(units = 32)   (20) -> (32)
                  from      features (20)
                  fix       shortcut: units = 64
                  see       docs/errors/shape-mismatch.md""", wrong.problems().get(0).text());
    }

    @Test
    void aGraphSurvivesItsTree() {
        Graph graph = residual(64).build();
        assertEquals(graph, GraphChecker.graph(DraftTree.read(DraftTree.of(graph.draft()))));
    }
}
