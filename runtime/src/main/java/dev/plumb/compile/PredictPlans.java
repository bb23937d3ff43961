package dev.plumb.compile;

import dev.plumb.graph.Graph;
import dev.plumb.weights.WeightStore;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * The prediction plans of a model. Any number of threads: each takes a plan of the size that it needs, runs it, and gives it back.
 */
public final class PredictPlans {
    /** How many sizes are kept ready: the whole batch, the rest of a data set, single examples, and some more. */
    private static final int SIZES = 8;

    private final Graph graph;
    private final WeightStore weights;
    private final PlanCache<Sizes, ArrayDeque<PredictPlan>> idle = new PlanCache<>(SIZES, sizes -> new ArrayDeque<>());
    private final Sizes single;

    public PredictPlans(Graph graph, WeightStore weights) {
        this.graph = graph;
        this.weights = weights;
        this.single = new Sizes(1, Map.of());
    }

    /** The sizes of one example of a graph without symbolic sizes. */
    public Sizes single() {
        return single;
    }

    /** A plan for these sizes, for the caller alone until it is released. */
    public PredictPlan acquire(Sizes sizes) {
        synchronized (idle) {
            PredictPlan plan = idle.get(sizes).pollLast();
            if (plan != null) {
                return plan;
            }
        }
        return new PredictPlan(sizes.bind(graph), weights, sizes.batch());
    }

    /** Gives a plan back. */
    public void release(Sizes sizes, PredictPlan plan) {
        synchronized (idle) {
            idle.get(sizes).addLast(plan);
        }
    }
}
