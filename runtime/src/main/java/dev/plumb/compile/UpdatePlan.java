package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightRange;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The prepared update of the weights that are trained, with the optimizer's state and the gradients that it reads. The arrays are flat and
 * may have more than 2^31 elements; one plan updates as much of them as lies together, as has the same numbers, and as an array of a program
 * can hold.
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
    private Trainability trainability = Trainability.ALL;
    private ToLongFunction<String> missed = path -> 0;
    private Optional<Ready> ready = Optional.empty();

    /** The update of one range. */
    private record Part(Plan plan, List<FloatBuffer> scalars, double rate, long missed) {}

    /** The plans for a limit of threads. */
    private record Ready(int limit, List<Part> parts, Optional<Plan> constraints) {
        void close() {
            parts.forEach(part -> part.plan().close());
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
        // Zeroed memory that is never written takes no place: frozen weights cost nothing here.
        long elements = Math.max(1, weights.trainableElements());
        this.gradients = Storage.ofFloats(elements);
        for (String slot : optimizer.slots()) {
            slots.put(slot, storage(elements, (float) optimizer.initial(slot)));
        }
    }

    private static Storage storage(long elements, float initial) {
        Storage storage = Storage.ofFloats(elements);
        if (initial != 0) {
            for (long from = 0; from < elements; from += LARGEST_RANGE) {
                int count = (int) Math.min(LARGEST_RANGE, elements - from);
                FloatBuffer numbers = storage.floats(from * Float.BYTES, count);
                for (int i = 0; i < count; i++) {
                    numbers.put(i, initial);
                }
            }
        }
        return storage;
    }

    /**
     * Updates from now on what is trained now, at its rates.
     *
     * @param missedSteps by the path of a weight: the steps that went without it
     */
    public void use(Trainability trained, ToLongFunction<String> missedSteps) {
        trainability = trained;
        missed = missedSteps;
        ready.ifPresent(Ready::close);
        ready = Optional.empty();
    }

    private Ready ready() {
        int limit = threads.limit();
        if (ready.isEmpty() || ready.get().limit() != limit) {
            ready.ifPresent(Ready::close);
            ready = Optional.of(prepare(limit));
        }
        return ready.get();
    }

    private Ready prepare(int limit) {
        List<Part> parts = new ArrayList<>();
        for (WeightRange range : WeightRange.of(weights, trainability, missed)) {
            for (long from = 0; from < range.elements(); from += largestRange) {
                int count = (int) Math.min(largestRange, range.elements() - from);
                UpdateProgram update = UpdateProgram.of(optimizer, count);
                Plan plan = prepare(update.program(), bindings(update, range, from), limit);
                List<FloatBuffer> scalars = update.scalars().stream()
                        .map(scalar -> plan.slot(scalar).borrowFloats())
                        .toList();
                parts.add(new Part(plan, scalars, range.rate(), range.missed()));
            }
        }
        ConstraintProgram constraint = ConstraintProgram.of(weights, trainability);
        Optional<Plan> constraints = constraint.weights().isEmpty()
                ? Optional.empty()
                : Optional.of(prepare(constraint.program(), weights.bindings(constraint.weights()), limit));
        return new Ready(limit, List.copyOf(parts), constraints);
    }

    private static Plan prepare(Program program, Bindings bindings, int limit) {
        return Plan.prepare(program, bindings, KernelProviders.standard(), Threads.of(program, limit));
    }

    private Bindings bindings(UpdateProgram update, WeightRange range, long from) {
        long flat = (range.flat() + from) * Float.BYTES;
        // The gradients are not assigned here, and differ from run to run all the same.
        Bindings bindings = Bindings.none()
                .withChangingWeights()
                .weight(update.weights(), range.storage(), (range.offset() + from) * Float.BYTES)
                .weight(update.gradients(), gradients, flat);
        for (Map.Entry<String, Var> slot : update.slots().entrySet()) {
            bindings = bindings.weight(slot.getValue(), slots.get(slot.getKey()), flat);
        }
        return bindings;
    }

    /** Where the gradients are written: flat, at the places that {@link WeightStore.Entry#flat} gives. */
    public Storage gradients() {
        return gradients;
    }

    /** The optimizer's state arrays by name: flat, like the gradients. */
    public Map<String, Storage> slots() {
        return slots;
    }

    /** The kernels, to measure them: a plan for each range of the arrays. */
    public List<Plan> plans() {
        return ready().parts().stream().map(Part::plan).toList();
    }

    /**
     * Moves the weights by the gradients.
     *
     * @param iteration the number of steps before
     * @param learningRate of this step
     */
    public void run(long iteration, double learningRate) {
        Ready now = ready();
        for (int i = 0; i < now.parts().size(); i++) {
            Part part = now.parts().get(i);
            for (int scalar = 0; scalar < part.scalars().size(); scalar++) {
                double value = optimizer.scalar(scalar, iteration - part.missed(), learningRate * part.rate());
                part.scalars().get(scalar).put(0, (float) value);
            }
            part.plan().run();
        }
        if (now.constraints().isPresent()) {
            now.constraints().get().run();
        }
        weights.changed();
    }
}
