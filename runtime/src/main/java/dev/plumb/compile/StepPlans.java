package dev.plumb.compile;

import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prepared steps of a trainer by their sizes: the whole batch, the smaller last one. Not safe for use by several threads. */
public final class StepPlans {
    private static final int SIZES = 4;

    private final PlanCache<Sizes, StepPlan> plans;

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

    /** The steps for these values of the symbolic sizes. */
    public OfNames of(Map<String, Long> names) {
        return new OfNames(names);
    }

    /** The steps of an epoch, which differ in their batch size only. */
    public final class OfNames {
        private final Map<String, Long> names;
        private @Nullable StepPlan last;
        private int lastBatch;

        private OfNames(Map<String, Long> names) {
            this.names = names;
        }

        /** The step of a batch. Allocates nothing while the batch size stays what it was. */
        public StepPlan get(int batch) {
            StepPlan plan = last;
            if (plan == null || batch != lastBatch) {
                plan = plans.get(new Sizes(batch, names));
                last = plan;
                lastBatch = batch;
            }
            return plan;
        }
    }
}
