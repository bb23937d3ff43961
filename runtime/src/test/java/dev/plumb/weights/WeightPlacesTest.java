package dev.plumb.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sizes beyond int, without taking the memory: a model may have any number of weights, one weight is bounded and is refused with its size. */
final class WeightPlacesTest {

    private static Graph dense(int layers, int units) {
        GraphBuilder g = GraphBuilder.named("Large");
        Wire wire = g.input("x", units);
        for (int i = 0; i < layers; i++) {
            wire = g.apply("layer" + i, Layers.dense(units).kernelInitializer(Initializer.ZEROS), wire);
        }
        return g.output(wire).build();
    }

    private static Graph embedding(int vocabulary) {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire ids = g.input("ids", Shape.of(3), DType.INT32);
        return g.output(g.apply("table", Layers.embedding(vocabulary, 64), ids)).build();
    }

    @Test
    void allWeightsTogetherMayBeMoreThanAnIntCounts() {
        WeightPlaces places = WeightPlaces.of(dense(6, 20_000), Set.of());
        assertEquals(6 * (20_000L * 20_000 + 20_000), places.trainableElements());
        WeightPlaces.Place last = places.places().get("layer5/bias");
        assertEquals(6 * 20_000L * 20_000 + 5 * 20_000, last.offset());
        assertEquals(last.offset(), last.flat());
    }

    @Test
    void oneWeightOfMoreThanTwoGigabytesIsRefusedWithItsSize() {
        assertEquals(
                "weight 'table/embeddings' of model 'Words' has the shape (10000000, 64), which takes 2560000000 bytes: one weight can take "
                        + "at most 2147483647 (all together may take more). Make the layer smaller, or several of it",
                assertThrows(IllegalArgumentException.class, () -> WeightStore.initialized(embedding(10_000_000), 1))
                        .getMessage());
        assertEquals(
                8_000_000L * 64, WeightPlaces.of(embedding(8_000_000), Set.of()).elements());
    }
}
