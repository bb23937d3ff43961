package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The prepared update of all trained weights, with the optimizer's state and the gradients that it reads. The arrays are flat and may have
 * more than 2^31 elements; one plan updates as much of them as an array of a program can hold.
 */
public final class UpdatePlan {
    /** The elements of one plan's arrays: a gibibyte, so that offsets in kernels fit into 31 bits. */
    private static final int LARGEST_RANGE = 1 << 28;

    private final Optimizer optimizer;
    private final WeightStore weights;
    private final Storage gradients;
    private final Map<String, Storage> slots = new LinkedHashMap<>();
    private final Threads threads;
    private final int largestRange;
    private Ready ready;

    /** The plans for a limit of threads. */
    private record Ready(int limit, List<Plan> updates, List<List<FloatBuffer>> scalars, Optional<Plan> constraints) {
        void close() {
            updates.forEach(Plan::close);
            constraints.ifPresent(Plan::close);
        }
    }

    public UpdatePlan(Optimizer optimizer, WeightStore weights, Threads threads) {
        this(optimizer, weights, threads, LARGEST_RANGE);
    }

    /** For tests: with smaller ranges. */
    UpdatePlan(Optimizer optimizer, WeightStore weights, Threads threads, int largestRange) {
        this.optimizer = optimizer;
        this.weights = weights;
        this.threads = threads;
        this.largestRange = largestRange;
        long elements = weights.trainedElements();
        this.gradients = Storage.ofFloats(Math.max(1, elements));
        for (String slot : optimizer.slots()) {
            slots.put(slot, Storage.ofFloats(Math.max(1, elements)));
        }
        this.ready = prepare(threads.limit());
    }

    private Ready prepare(int limit) {
        List<Plan> updates = new ArrayList<>();
        List<List<FloatBuffer>> scalars = new ArrayList<>();
        long elements = weights.trainedElements();
        for (long from = 0; from < elements; from += largestRange) {
            int count = (int) Math.min(largestRange, elements - from);
            UpdateProgram update = UpdateProgram.of(optimizer, count);
            Plan plan = prepare(update.program(), bindings(update, from * Float.BYTES), limit);
            updates.add(plan);
            scalars.add(update.scalars().stream()
                    .map(scalar -> plan.slot(scalar).borrowFloats())
                    .toList());
        }
        ConstraintProgram constraint = ConstraintProgram.of(weights);
        Optional<Plan> constraints = constraint.weights().isEmpty()
                ? Optional.empty()
                : Optional.of(prepare(constraint.program(), weights.bindings(constraint.weights()), limit));
        return new Ready(limit, List.copyOf(updates), scalars, constraints);
    }

    private static Plan prepare(Program program, Bindings bindings, int limit) {
        return Plan.prepare(program, bindings, KernelProviders.standard(), Threads.of(program, limit));
    }

    private Bindings bindings(UpdateProgram update, long offset) {
        Bindings bindings = Bindings.none()
                .weight(update.weights(), weights.storage(), offset)
                .weight(update.gradients(), gradients, offset);
        for (Map.Entry<String, Var> slot : update.slots().entrySet()) {
            bindings = bindings.weight(slot.getValue(), slots.get(slot.getKey()), offset);
        }
        return bindings;
    }

    /** Where the gradients are written: flat, at the places that the weights have in their store. */
    public Storage gradients() {
        return gradients;
    }

    /** The optimizer's state arrays by name: flat, like the gradients. */
    public Map<String, Storage> slots() {
        return slots;
    }

    /** The kernels, to measure them: a plan for each range of the arrays. */
    public List<Plan> plans() {
        return ready.updates();
    }

    /** Moves the weights by the gradients; {@code iteration} counts the steps before. */
    public void run(long iteration) {
        if (ready.limit() != threads.limit()) {
            ready.close();
            ready = prepare(threads.limit());
        }
        for (int range = 0; range < ready.updates().size(); range++) {
            for (int i = 0; i < ready.scalars().get(range).size(); i++) {
                ready.scalars().get(range).get(i).put(0, (float) optimizer.scalar(i, iteration));
            }
            ready.updates().get(range).run();
        }
        if (ready.constraints().isPresent()) {
            ready.constraints().get().run();
        }
        weights.changed();
    }
}
