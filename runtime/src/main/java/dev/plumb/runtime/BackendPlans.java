package dev.plumb.runtime;

import dev.plumb.compile.Execution;
import dev.plumb.compile.PredictPlans;
import dev.plumb.weights.WeightStore;

/** Plans of a backend, which has weights of its own: prepared anew when those of the network have changed. */
final class BackendPlans implements PlanSource {
    private final Backend backend;
    private final Network network;
    private final WeightStore weights;
    private final Execution execution;
    private Current current;

    /** Plans for weights of one version. */
    private record Current(long version, PredictPlans plans) {}

    BackendPlans(Backend backend, Network network, WeightStore weights, Execution execution) {
        this.backend = backend;
        this.network = network;
        this.weights = weights;
        this.execution = execution;
        this.current = prepared();
    }

    @Override
    public synchronized PredictPlans plans() {
        if (current.version() != weights.version()) {
            current = prepared();
        }
        return current.plans();
    }

    private Current prepared() {
        return weights.betweenSteps(() -> {
            long version = weights.version();
            Backend.Prepared prepared = backend.prepare(network);
            return new Current(
                    version, new PredictPlans(sizes -> prepared.plan(sizes.batch(), sizes.names()), execution));
        });
    }
}
