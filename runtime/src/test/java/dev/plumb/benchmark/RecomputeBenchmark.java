package dev.plumb.benchmark;

import dev.plumb.compile.LayerPrecisions;
import dev.plumb.compile.Scoring;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Scope;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What it costs to compute blocks again instead of keeping their values, and what it saves: the arena of a step of training, and its processor time on one
 * thread, the least of some rounds in turns.
 */
public final class RecomputeBenchmark {
    private static final int ROUNDS = 7;

    private RecomputeBenchmark() {}

    public static void main(String[] arguments) {
        measure("12 encoder blocks 128x256", MemoryModels.encoder(12, 128, 256, 8, 1024, 0.1), 8, "blocks/[0-9]+");
        for (MemoryModels.Trained model : MemoryModels.all()) {
            if (model.name().startsWith("residual")) {
                measure(model.name(), model.graph(), model.batch(), "stage..");
            }
        }
    }

    private static void measure(String name, Graph graph, int batch, String parts) {
        Set<String> again = graph.scopes().stream()
                .map(Scope::path)
                .filter(path -> path.matches(parts))
                .collect(Collectors.toSet());
        StepPlan kept = plan(graph, batch, Set.of());
        StepPlan recomputed = plan(graph, batch, again);
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], milliseconds(kept));
            best[1] = Math.min(best[1], milliseconds(recomputed));
        }
        System.out.printf(
                "%s, %d parts: arena %.1f MB, computed again %.1f MB; a step %.1f ms, computed again %.1f ms (%.2f)%n",
                name, again.size(), arena(kept), arena(recomputed), best[0], best[1], best[1] / best[0]);
        kept.close();
        recomputed.close();
    }

    private static StepPlan plan(Graph graph, int batch, Set<String> again) {
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training = new OutputTraining("classes", Losses.sparseCategoricalCrossentropy(), 1, List.of());
        Sizes sizes = new Sizes(batch, Map.of(), 1, Optional.empty(), Scoring.STATED, LayerPrecisions.NONE, again);
        return StepPlan.training(graph, List.of(training), weights, update.gradients(), sizes);
    }

    private static double arena(StepPlan step) {
        return step.plans().get(0).memory().arena() / 1e6;
    }

    private static double milliseconds(StepPlan step) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        step.run(1);
        return (threads.getCurrentThreadCpuTime() - begin) / 1e6;
    }
}
