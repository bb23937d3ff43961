package dev.plumb.compile;

import dev.plumb.engine.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Shape;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The prepared steps of a trainer by their sizes: the whole batch, the smaller last one. Not safe for use by several threads. */
public final class StepPlans {
    private static final int SIZES = 4;

    private final PlanCache<Sizes, StepPlan> plans;
    private @Nullable StepPlan last;
    private int lastBatch;
    private List<Shape> lastShapes = List.of();

    private StepPlans(PlanCache<Sizes, StepPlan> plans) {
        this.plans = plans;
    }

    /** Steps that write gradients. */
    public static StepPlans training(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Storage gradients) {
        return new StepPlans(new PlanCache<>(
                SIZES, sizes -> StepPlan.training(sizes.bind(graph), outputs, weights, gradients, sizes.batch())));
    }

    /** Steps that only score. */
    public static StepPlans evaluation(Graph graph, List<OutputTraining> outputs, WeightStore weights) {
        return new StepPlans(new PlanCache<>(
                SIZES, sizes -> StepPlan.evaluation(sizes.bind(graph), outputs, weights, sizes.batch())));
    }

    /** The step of a batch with inputs of these shapes, without the batch axis. Allocates nothing while these stay what they were. */
    public StepPlan get(Graph graph, int batch, List<Shape> shapes) {
        if (last == null || lastBatch != batch || !lastShapes.equals(shapes)) {
            last = plans.get(Sizes.of(graph, batch, shapes));
            lastBatch = batch;
            lastShapes = shapes;
        }
        return last;
    }
}
