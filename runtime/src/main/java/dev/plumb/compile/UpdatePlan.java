package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prepared update of all trained weights, with the optimizer's state and the gradients that it reads. */
public final class UpdatePlan {
    private final Optimizer optimizer;
    private final WeightStore weights;
    private final Storage gradients;
    private final Map<String, Storage> slots = new LinkedHashMap<>();
    private final Threads threads;
    private final Bindings bindings;
    private Ready ready;

    /** The plans for a limit of threads. */
    private record Ready(int limit, Plan update, List<FloatBuffer> scalars, Optional<Plan> constraints) {
        void close() {
            update.close();
            constraints.ifPresent(Plan::close);
        }
    }

    public UpdatePlan(Optimizer optimizer, WeightStore weights, Threads threads) {
        this.optimizer = optimizer;
        this.threads = threads;
        this.weights = weights;
        int elements = Math.max(1, weights.trainedElements());
        this.gradients = Storage.ofFloats(elements);
        Bindings places =
                Bindings.none().weight(Programs.WEIGHTS, weights.storage(), 0).weight(Programs.GRADIENTS, gradients, 0);
        for (String slot : optimizer.slots()) {
            slots.put(slot, Storage.ofFloats(elements));
            places = places.weight(slot, slots.get(slot), 0);
        }
        this.bindings = places;
        this.ready = prepare(threads.limit());
    }

    private Ready prepare(int limit) {
        Program program = Programs.update(optimizer, Math.max(1, weights.trainedElements()));
        Plan update = prepare(program, bindings, limit);
        List<FloatBuffer> scalars = optimizer.scalars().stream()
                .map(name -> update.input(name).borrowFloats())
                .toList();
        Program constrain = Programs.constrain(weights);
        Optional<Plan> constraints = constrain.instructions().isEmpty()
                ? Optional.empty()
                : Optional.of(prepare(constrain, weights.bindings(), limit));
        return new Ready(limit, update, scalars, constraints);
    }

    private static Plan prepare(Program program, Bindings bindings, int limit) {
        return Plan.prepare(program, bindings, KernelProviders.standard(), Threads.of(program, limit));
    }

    /** Where the gradients are written: flat, at the places that the weights have in their store. */
    public Storage gradients() {
        return gradients;
    }

    /** The optimizer's state arrays by name: flat, like the gradients. */
    public Map<String, Storage> slots() {
        return slots;
    }

    /** The kernels, to measure them. */
    public Plan plan() {
        return ready.update();
    }

    /** Moves the weights by the gradients; {@code iteration} counts the steps before. */
    public void run(long iteration) {
        if (weights.trainedElements() > 0) {
            if (ready.limit() != threads.limit()) {
                ready.close();
                ready = prepare(threads.limit());
            }
            for (int i = 0; i < ready.scalars().size(); i++) {
                ready.scalars().get(i).put(0, (float) optimizer.scalar(i, iteration));
            }
            ready.update().run();
            if (ready.constraints().isPresent()) {
                ready.constraints().get().run();
            }
        }
        weights.changed();
    }
}
