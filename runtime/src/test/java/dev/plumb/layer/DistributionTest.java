package dev.plumb.layer;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.runtime.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model for each step gives what the model gives for each step alone. */
final class DistributionTest {
    private static Graph frame() {
        GraphBuilder g = GraphBuilder.named("Frame");
        Wire x = g.input("frame", 6, 6, 2);
        Wire wide = g.apply("wide", Layers.conv2D(3, 3).activation(RELU), x);
        Wire flat = g.apply("flat", Layers.flatten(), wide);
        Wire left = g.apply("left", Layers.dense(4), flat);
        Wire right = g.apply("right", Layers.dense(4), flat);
        Wire sum = g.apply("sum", Layers.add(), left, right);
        return g.output(g.apply("both", Layers.concatenate().axis(1), sum, left))
                .build();
    }

    @Test
    void everyStepIsSeenByTheSameWeights() {
        GraphBuilder g = GraphBuilder.named("Film");
        Wire frames = g.apply("frames", Layers.timeDistributed(ModelLayer.of(frame())), g.input("film", 5, 6, 6, 2));
        Graph graph = g.output(frames).build();
        assertEquals("(5, 8)", graph.outputs().get(0).type().toString());
        assertEquals(frame().parameters(), graph.parameters());
        assertEquals(graph.draft(), DraftTree.read(DraftTree.of(graph.draft())));

        Network film = Network.create(graph, 3);
        Network single = Network.create(frame(), 4);
        single.weights().keySet().forEach(path -> single.setWeight(path, film.weight("frames/" + path)));
        INDArray images = Nd4j.rand(3, 5, 6, 6, 2);
        INDArray all = film.predict(List.of(images)).get(0);
        INDArray each =
                single.predict(List.of(images.reshape('c', 15, 6, 6, 2))).get(0);
        assertTrue(all.reshape('c', 15, 8).distance2(each) < 1e-5);
    }
}
