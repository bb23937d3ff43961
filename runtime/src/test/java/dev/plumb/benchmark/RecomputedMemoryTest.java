package dev.plumb.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.LayerPrecisions;
import dev.plumb.compile.Scoring;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.engine.plan.PlanMemory;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks that are computed again keep what goes from one to the next, and the values of one of them. */
final class RecomputedMemoryTest {
    private static final int BATCH = 4;
    private static final int TIME = 64;
    private static final int WIDTH = 64;

    @Test
    void twelveBlocksTakeLittleMoreThanOne() {
        long all = arena(12, Set.of());
        long one = arena(1, Set.of());
        long recomputed = arena(12, parts(12));
        long between = 12L * BATCH * TIME * WIDTH * Float.BYTES;
        assertTrue(recomputed <= 1.05 * (between + one), () -> recomputed + " bytes, one block " + one);
        assertTrue(recomputed < all / 4, () -> recomputed + " bytes of " + all);
    }

    private static Set<String> parts(int blocks) {
        return IntStream.range(0, blocks).mapToObj(block -> "blocks/" + block).collect(Collectors.toSet());
    }

    private static long arena(int blocks, Set<String> recomputed) {
        var graph = MemoryModels.encoder(blocks, TIME, WIDTH, 4, 256, 0.1);
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training = new OutputTraining("classes", Losses.sparseCategoricalCrossentropy(), 1, List.of());
        Sizes sizes = new Sizes(BATCH, Map.of(), 1, Optional.empty(), Scoring.STATED, LayerPrecisions.NONE, recomputed);
        StepPlan step = StepPlan.training(graph, List.of(training), weights, update.gradients(), sizes);
        PlanMemory memory = step.plans().get(0).memory();
        step.close();
        return memory.arena();
    }
}
