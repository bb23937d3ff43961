package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The table of an embedding as a projection: one set of weights, read in both directions. ND4J is the reference. */
final class ReversedEmbeddingTest {
    private static Graph words() {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire embedded = g.apply("embedded", Layers.embedding(12, 4), g.input("ids", Shape.of(3), DType.INT32));
        Wire hidden = g.apply("hidden", Layers.dense(4), embedded);
        return g.output(g.applyReversed("scores", embedded, hidden), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    @Test
    void itIsAProductWithTheTransposedTable(@TempDir Path folder) {
        Network network = Network.create(words(), 3);
        assertEquals(12 * 4 + 4 * 4 + 4, network.graph().parameters());
        INDArray ids = Nd4j.createFromArray(new int[][] {{0, 5, 11}, {3, 3, 1}});
        INDArray scores = network.predict(List.of(ids)).get(0);
        INDArray table = network.weight("embedded/embeddings");
        INDArray kernel = network.weight("hidden/kernel");
        for (int row = 0; row < 2; row++) {
            for (int step = 0; step < 3; step++) {
                INDArray expected =
                        table.getRow(ids.getInt(row, step), true).mmul(kernel).mmul(table.transpose());
                INDArray actual = scores.slice(row).getRow(step, true);
                assertTrue(expected.distance2(actual) < 1e-6, () -> expected + " " + actual);
            }
        }
        network.save(folder.resolve("words.plumb"));
        assertEquals(
                scores,
                Network.load(folder.resolve("words.plumb"))
                        .predict(List.of(ids))
                        .get(0));
        assertEquals(words().draft(), DraftTree.read(DraftTree.of(words().draft())));
    }

    /** Both uses move the table: the loss of a step in the direction of the gradient falls by what the gradient says. */
    @Test
    void bothDirectionsHaveAShareInTheGradient() {
        Network network = Network.create(words(), 3);
        INDArray ids = Nd4j.createFromArray(new int[][] {{0, 5, 11}, {3, 3, 1}});
        INDArray target = Nd4j.ones(2, 3, 12);
        INDArray before = network.weight("embedded/embeddings").dup();
        double rate = 1e-2;
        network.trainer(SGD.of(rate)).trainOnBatch(List.of(ids), List.of(target));
        INDArray gradient = before.sub(network.weight("embedded/embeddings")).div(rate);
        Network other = Network.create(words(), 3);
        double step = 1e-2;
        for (int[] at : new int[][] {{0, 1}, {3, 2}, {7, 0}}) { // id 7 is only projected to
            double slope = (loss(other, before, at, step, ids, target) - loss(other, before, at, -step, ids, target))
                    / (2 * step);
            assertEquals(slope, gradient.getDouble(at), 2e-4, "at " + at[0] + ", " + at[1]);
        }
    }

    private static double loss(Network network, INDArray table, int[] at, double step, INDArray ids, INDArray target) {
        INDArray moved = table.dup();
        moved.putScalar(at, moved.getDouble(at) + step);
        network.setWeight("embedded/embeddings", moved);
        INDArray error = network.predict(List.of(ids)).get(0).sub(target);
        return error.mul(error).meanNumber().doubleValue();
    }
}
