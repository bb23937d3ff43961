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

/** The prepared update of all trained weights, with the optimizer's state and the gradients that it reads. */
public final class UpdatePlan {
    private final Optimizer optimizer;
    private final WeightStore weights;
    private final Storage gradients;
    private final Map<String, Storage> slots = new LinkedHashMap<>();
    private final Plan update;
    private final FloatBuffer[] scalars;
    private final Plan constraints;
    private final boolean constrained;

    public UpdatePlan(Optimizer optimizer, WeightStore weights) {
        this.optimizer = optimizer;
        this.weights = weights;
        int elements = Math.max(1, weights.trainedElements());
        this.gradients = Storage.ofFloats(elements);
        Bindings bindings =
                Bindings.none().weight(Programs.WEIGHTS, weights.storage(), 0).weight(Programs.GRADIENTS, gradients, 0);
        for (String slot : optimizer.slots()) {
            slots.put(slot, Storage.ofFloats(elements));
            bindings = bindings.weight(slot, slots.get(slot), 0);
        }
        this.update = Plan.prepare(Programs.update(optimizer, elements), bindings, KernelProviders.standard());
        List<String> names = optimizer.scalars();
        this.scalars = names.stream().map(name -> update.input(name).floats()).toArray(FloatBuffer[]::new);
        Program program = Programs.constrain(weights);
        this.constrained = !program.instructions().isEmpty();
        this.constraints = Plan.prepare(program, weights.bindings(), KernelProviders.standard());
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
        return update;
    }

    /** Moves the weights by the gradients; {@code iteration} counts the steps before. */
    public void run(long iteration) {
        if (weights.trainedElements() > 0) {
            for (int i = 0; i < scalars.length; i++) {
                scalars[i].put(0, (float) optimizer.scalar(i, iteration));
            }
            update.run();
            if (constrained) {
                constraints.run();
            }
        }
        weights.changed();
    }
}
