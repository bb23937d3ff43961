package dev.plumb.compile;

import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The prepared steps of a trainer by their sizes: the whole batch, the smaller last one. Not safe for use by several threads. */
public final class StepPlans {

    private final Execution execution;
    private final Function<Sizes, StepPlan> prepare;
    /** Most trainers need two: for the whole batches and the rest. */
    private final IdlePlans<StepPlan> idle = IdlePlans.ofHeap(0.125);

    private @Nullable Sizes sizes;
    private @Nullable StepPlan current;

    private StepPlans(Execution execution, Function<Sizes, StepPlan> prepare) {
        this.execution = execution;
        this.prepare = prepare;
    }

    /**
     * Steps that write gradients.
     *
     * @param scaled whether they are those of the loss times a {@linkplain StepPlan#lossScale number}
     */
    public static StepPlans training(
            Graph graph,
            List<OutputTraining> outputs,
            WeightStore weights,
            Storage gradients,
            Execution execution,
            boolean scaled) {
        return new StepPlans(
                execution, sizes -> StepPlan.training(sizes.bind(graph), outputs, weights, gradients, sizes, scaled));
    }

    /** Steps that only score. */
    public static StepPlans evaluation(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Execution execution) {
        return new StepPlans(execution, sizes -> StepPlan.evaluation(sizes.bind(graph), outputs, weights, sizes));
    }

    /** The steps for these values of the symbolic sizes. */
    public OfNames of(Map<String, Long> names) {
        return new OfNames(names);
    }

    /** The step of some sizes, to be used until the next one is asked for. */
    private StepPlan get(Sizes wanted) {
        StepPlan plan = current;
        if (plan != null && wanted.equals(sizes)) {
            return plan;
        }
        StepPlan next = idle.take(wanted);
        if (plan != null && sizes != null) {
            current = null;
            idle.put(sizes, plan);
        }
        current = next == null ? prepare.apply(wanted) : next;
        sizes = wanted;
        return current;
    }

    /** The steps of an epoch, which differ in their batch size only. */
    public final class OfNames {
        private final Map<String, Long> names;
        private @Nullable Sizes last;
        private Set<String> lastFrozen = Set.of();
        private Scoring lastScoring = Scoring.STATED;

        private OfNames(Map<String, Long> names) {
            this.names = names;
        }

        /**
         * The step of a batch while these layers are frozen, to be used until the next one is asked for. Allocates nothing while all stay
         * what they were.
         */
        public StepPlan get(int batch, Set<String> frozen, Scoring scoring) {
            Sizes wanted = last;
            if (wanted == null
                    || wanted.batch() != batch
                    || !execution.fits(wanted)
                    || !lastFrozen.equals(frozen)
                    || !lastScoring.equals(scoring)) {
                wanted = execution.sizes(batch, names, Optional.of(frozen), scoring);
                last = wanted;
                lastFrozen = frozen;
                lastScoring = scoring;
            }
            return StepPlans.this.get(wanted);
        }
    }
}
