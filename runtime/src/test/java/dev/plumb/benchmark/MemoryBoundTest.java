package dev.plumb.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.engine.plan.PlanMemory;
import dev.plumb.graph.Graph;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training, with its update, takes little more memory than its weights and the values that it needs at one time, and what kernels work in. */
final class MemoryBoundTest {
    /** Attention works in two tiles of a mebibyte, however long its sequences are. */
    private static final long TILES = 2 << 20;

    static Stream<MemoryModels.Trained> models() {
        return MemoryModels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aStepTakesAtMostThreeTenthsMoreThanItsBound(MemoryModels.Trained model) {
        Graph graph = model.graph();
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training =
                new OutputTraining(graph.outputs().get(0).name(), Losses.sparseCategoricalCrossentropy(), 1, List.of());
        StepPlan step = StepPlan.training(
                graph, List.of(training), weights, update.gradients(), new Sizes(model.batch(), Map.of(), 1));
        PlanMemory memory = step.plans().get(0).memory();
        long bound = MemoryBenchmark.bound(graph, update, memory);
        long all = MemoryBenchmark.all(graph, update, memory);
        step.close();
        assertTrue(all <= 1.3 * bound + TILES, () -> model.name() + ": " + all + " bytes, and the bound is " + bound);
        assertTrue(memory.arena() <= 1.02 * memory.live(), () -> model.name() + ": " + memory);
    }
}
