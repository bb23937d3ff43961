package dev.plumb.compile;

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
    private final List<Plan> updates;
    private final FloatBuffer[][] scalars;
    private final Plan constraints;
    private final boolean constrained;

    public UpdatePlan(Optimizer optimizer, WeightStore weights) {
        this(optimizer, weights, LARGEST_RANGE);
    }

    /** For tests: with smaller ranges. */
    UpdatePlan(Optimizer optimizer, WeightStore weights, int largestRange) {
        this.optimizer = optimizer;
        this.weights = weights;
        long elements = weights.trainedElements();
        this.gradients = Storage.ofFloats(Math.max(1, elements));
        for (String slot : optimizer.slots()) {
            slots.put(slot, Storage.ofFloats(Math.max(1, elements)));
        }
        List<Plan> ranges = new ArrayList<>();
        List<FloatBuffer[]> numbers = new ArrayList<>();
        for (long from = 0; from < elements; from += largestRange) {
            int count = (int) Math.min(largestRange, elements - from);
            UpdateProgram update = UpdateProgram.of(optimizer, count);
            Plan plan = Plan.prepare(
                    update.program(), bindings(update, from * Float.BYTES), KernelProviders.standard());
            ranges.add(plan);
            numbers.add(update.scalars().stream()
                    .map(scalar -> plan.slot(scalar).floats())
                    .toArray(FloatBuffer[]::new));
        }
        this.updates = List.copyOf(ranges);
        this.scalars = numbers.toArray(FloatBuffer[][]::new);
        ConstraintProgram constraint = ConstraintProgram.of(weights);
        this.constrained = !constraint.weights().isEmpty();
        this.constraints = Plan.prepare(
                constraint.program(), weights.bindings(constraint.weights()), KernelProviders.standard());
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
        return updates;
    }

    /** Moves the weights by the gradients; {@code iteration} counts the steps before. */
    public void run(long iteration) {
        for (int range = 0; range < scalars.length; range++) {
            for (int i = 0; i < scalars[range].length; i++) {
                scalars[range][i].put(0, (float) optimizer.scalar(i, iteration));
            }
            updates.get(range).run();
        }
        if (constrained) {
            constraints.run();
        }
        weights.changed();
    }
}
