package dev.plumb.benchmark;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a training step with Adam holds on one thread, in megabytes: weights with gradients and state ({@code owned}), inputs, the most that the values of the step take at one
 * time ({@code live}), the plan's arena and workspaces; the lower bound, which is the first three together; all arrays of step and update, and their ratio to the
 * bound; about what the code of the kernels takes; by how much the process grew. Arguments: parts of names of models.
 */
public final class MemoryBenchmark {
    private static final double MEGABYTE = 1e6;

    private MemoryBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        List<String> wanted = Arrays.asList(arguments);
        System.out.printf(
                "%-26s %8s %8s %8s %8s %8s %9s %8s %8s %8s %8s%n",
                "MB", "owned", "inputs", "live", "arena", "workspace", "bound", "all", "ratio", "code", "process");
        for (MemoryModels.Trained model : MemoryModels.all()) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(model.name()::contains)) {
                measure(model);
            }
        }
    }

    private static void measure(MemoryModels.Trained model) throws IOException {
        Graph graph = model.graph();
        long before = process();
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training =
                new OutputTraining(graph.outputs().get(0).name(), Losses.sparseCategoricalCrossentropy(), 1, List.of());
        StepPlan step = StepPlan.training(
                graph, List.of(training), weights, update.gradients(), new Sizes(model.batch(), Map.of(), 1));
        for (int i = 0; i < 3; i++) {
            step.run(i);
            update.run(i, 1e-3);
        }
        long grown = process() - before;
        PlanMemory memory = step.plans().get(0).memory();
        long owned = owned(graph, update);
        long bound = bound(graph, update, memory);
        long all = all(graph, update, memory);
        System.out.printf(
                "%-26s %8.2f %8.2f %8.2f %8.2f %9.2f %8.2f %8.2f %8.2f %8.2f %8.2f%n",
                model.name(),
                owned / MEGABYTE,
                memory.inputs() / MEGABYTE,
                memory.live() / MEGABYTE,
                memory.arena() / MEGABYTE,
                memory.workspaces() / MEGABYTE,
                bound / MEGABYTE,
                all / MEGABYTE,
                (double) all / bound,
                memory.primitives() / MEGABYTE,
                grown / MEGABYTE);
        step.close();
    }

    /** Weights, gradients and the optimizer's state. */
    private static long owned(Graph graph, UpdatePlan update) {
        return graph.parameters() * Float.BYTES
                + graph.trainableParameters()
                        * Float.BYTES
                        * (1 + update.slots().size());
    }

    /** What no plan of this step can do without. */
    static long bound(Graph graph, UpdatePlan update, PlanMemory memory) {
        return owned(graph, update) + memory.inputs() + memory.live();
    }

    /** All arrays of a step and its update; not the code of the kernels. */
    static long all(Graph graph, UpdatePlan update, PlanMemory memory) {
        long updating = update.plans().stream()
                .mapToLong(plan -> plan.memory().arrays())
                .sum();
        return owned(graph, update) + memory.arrays() + updating;
    }

    /** What the process has in memory now, in bytes. */
    private static long process() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
