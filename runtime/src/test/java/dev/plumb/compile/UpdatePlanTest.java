package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.train.Adam;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arrays that are too large for one plan are updated range by range. */
final class UpdatePlanTest {
    private static final Graph GRAPH =
            SequentialBuilder.named("Line", 7).add(Layers.dense(9)).build();

    @Test
    void rangesGiveTheBitsOfTheWhole() {
        assertArrayEquals(updated(1 << 20, 1), updated(48, 2));
        assertArrayEquals(updated(1 << 20, 1), updated(16, 5));
    }

    @Test
    void oneKernelUpdatesWhatLiesTogether() {
        Graph deep = SequentialBuilder.named("Deep", 7)
                .add(Layers.dense(9))
                .add(Layers.dense(9))
                .add(Layers.dense(9))
                .add(Layers.dense(9))
                .build();
        UpdatePlan update = new UpdatePlan(Adam.of(0.1), WeightStore.initialized(deep, 3), new Threads());
        assertEquals(1, update.plans().size());
        update.use(new Trainability(Set.of("dense"), Map.of()), path -> 0);
        assertEquals(1, update.plans().size());
        update.use(new Trainability(Set.of("dense_1"), Map.of("dense_3", 0.1)), path -> 0);
        assertEquals(3, update.plans().size());
        update.use(Trainability.ALL, path -> path.startsWith("dense_2") ? 5 : 0);
        assertEquals(3, update.plans().size());
    }

    /** The weights after three steps of Adam over gradients that differ from element to element. */
    private static float[] updated(int largestRange, int ranges) {
        WeightStore weights = WeightStore.initialized(GRAPH, 3);
        UpdatePlan update = new UpdatePlan(Adam.of(0.1), weights, new Threads(), largestRange);
        assertEquals(ranges, update.plans().size());
        Storage storage = update.gradients();
        FloatBuffer gradients = storage.floats();
        for (int step = 0; step < 3; step++) {
            for (int i = 0; i < gradients.capacity(); i++) {
                gradients.put(i, (i + step) % 11 - 5);
            }
            update.run(step, 0.1);
        }
        float[] values = new float[Math.toIntExact(weights.trainableElements())];
        weights.entries().get(0).block().storage().floats(0, values.length).get(values);
        return values;
    }
}
