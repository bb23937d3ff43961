package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An optimizer's rule over flat arrays, or over each weight in its shape. All arrays are assigned but the gradients.
 *
 * @param updated what the rule moves: one flat array, or weights
 * @param scalars inputs, in the order of the optimizer
 * @param decay an input: minus the share of the weights that is taken off before the rule; none if they do not decay
 */
record UpdateProgram(Program program, List<Updated> updated, List<Var> scalars, Optional<Var> decay) {
    /**
     * A rule over flat arrays moves so many elements before it goes on to the next ones: what lies between its ops is not larger, and is read again while it is in
     * the caches. Fewer are more calls.
     */
    private static final int AT_ONCE = 1 << 19;

    /**
     * What a rule moves at once.
     *
     * @param slots the optimizer's state by its names
     * @param from its first element within what the program is for
     */
    record Updated(Var weights, Var gradients, Map<String, Var> slots, long from) {}

    /** The rule over flat arrays. */
    static UpdateProgram of(Optimizer optimizer, int elements) {
        return of(optimizer, elements, false);
    }

    /** The rule over flat arrays of weights that decay, or not. */
    static UpdateProgram of(Optimizer optimizer, int elements, boolean decays) {
        Writer writer = new Writer(optimizer, decays);
        for (int from = 0; from < elements; from += AT_ONCE) {
            writer.add("", ArrayType.float32(Math.min(AT_ONCE, elements - from)), from);
        }
        return writer.finish();
    }

    /**
     * The rule over each weight by itself.
     *
     * @param start the first element of what the program is for, in the flat arrays
     */
    static UpdateProgram of(Optimizer optimizer, List<WeightStore.Entry> weights, long start, boolean decays) {
        Writer writer = new Writer(optimizer, decays);
        weights.forEach(entry -> writer.add(entry.path(), entry.type(), entry.flat() - start));
        return writer.finish();
    }

    private static final class Writer {
        private final Optimizer optimizer;
        private final Trace trace = new Trace();
        private final Map<String, Var> scalars = new LinkedHashMap<>();
        private final Optional<Var> decay;
        private final List<Updated> updated = new ArrayList<>();

        Writer(Optimizer optimizer, boolean decays) {
            this.optimizer = optimizer;
            optimizer.scalars().forEach(scalar -> scalars.put(scalar, trace.input(scalar, ArrayType.float32())));
            this.decay = decays ? Optional.of(trace.input("weight decay", ArrayType.float32())) : Optional.empty();
        }

        void add(String path, ArrayType type, long from) {
            String label = path.isEmpty() ? "" : path + "/";
            Var weights = trace.weight(label + "weights", type);
            Var gradients = trace.weight(label + "gradients", type);
            Map<String, Var> slots = new LinkedHashMap<>();
            for (String slot : optimizer.slots()) {
                if (!optimizer.options().slots().contains(slot)) {
                    slots.put(slot, trace.weight(label + slot, slotType(slot, type)));
                }
            }
            Var decayed = decay.map(share -> weights.times(share).plus(weights)).orElse(weights);
            Optimizer.Update update = optimizer.update(new Optimizer.State(decayed, gradients, slots, scalars, path));
            update.slots().forEach((slot, value) -> trace.assign(known(slots, slot), value));
            trace.assign(weights, update.weights());
            updated.add(new Updated(weights, gradients, slots, from));
        }

        private Var known(Map<String, Var> slots, String slot) {
            Var known = slots.get(slot);
            if (known == null) {
                throw new IllegalArgumentException("optimizer " + optimizer.name() + " gives '" + slot
                        + "' a new value, and its slots() are " + slots.keySet());
            }
            return known;
        }

        private ArrayType slotType(String slot, ArrayType type) {
            return optimizer.byWeight() ? new ArrayType(type.dtype(), optimizer.slotShape(slot, type.shape())) : type;
        }

        UpdateProgram finish() {
            return new UpdateProgram(Passes.optimize(trace.finish()), updated, List.copyOf(scalars.values()), decay);
        }
    }
}
