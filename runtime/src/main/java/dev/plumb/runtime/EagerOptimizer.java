package dev.plumb.runtime;

import dev.plumb.compile.EagerTape;
import dev.plumb.compile.Threads;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.io.OptimizerState;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the weights of an {@link EagerModel} by gradients, by the rule of any {@link Optimizer}; frozen layers stay. What layers that are called
 * for the first time bring is taken up from then on. Not thread safe.
 */
public final class EagerOptimizer {
    private final EagerModel<?, ?> model;
    private final Optimizer rule;
    private final Threads threads;
    private Optional<Ready> ready = Optional.empty();

    /** The state for the weights that there were at some time, and where their gradients go. */
    private record Ready(WeightStore store, TrainingState state, Map<String, ByteBuffer> gradients) {}

    EagerOptimizer(EagerModel<?, ?> model, Optimizer rule, Threads threads) {
        this.model = model;
        this.rule = rule;
        this.threads = threads;
    }

    /** The number of steps that were taken. */
    public long iterations() {
        return ready.map(now -> now.state().iteration()).orElse(0L);
    }

    /**
     * Takes a step that makes a loss smaller: gradients, weights, and the moving statistics that layers found on the tape. The tape stays open,
     * but what it computed with the weights as they were is not to be differentiated any more.
     *
     * @param loss a scalar of the tape
     * @return the loss as it was
     * @throws ArithmeticException if the loss is NaN or infinite; nothing is changed then
     */
    public float step(GradientTape tape, Var loss) {
        float value = tape.context().number(loss);
        if (!Float.isFinite(value)) {
            throw new ArithmeticException("the loss of model '" + model.name() + "' is " + value + " after "
                    + iterations()
                    + " steps; this one is not taken: try a smaller learning rate, or look for NaN in the"
                    + " data");
        }
        apply(tape, tape.gradients(loss, model));
        return value;
    }

    /**
     * Takes a step by gradients of one's own, clipped, summed or made up.
     *
     * @param gradients by the paths of weights, of their shapes; a trained weight without one is taken to have zeros
     * @throws IllegalArgumentException if there is no such weight, or it has another shape
     */
    public void apply(GradientTape tape, Map<String, Var> gradients) {
        Ready now = ready();
        Trainability trained = model.trainability();
        now.store().whileTraining("model '" + model.name() + "'", trained.frozen(), () -> {
            now.store().runBetweenSteps(() -> take(now, trained, tape.tape(), gradients));
            return now;
        });
    }

    private static void take(Ready now, Trainability trained, EagerTape tape, Map<String, Var> gradients) {
        gradients.forEach((path, gradient) -> require(now.store().entry(path), gradient));
        for (WeightStore.Entry entry : now.store().entries()) {
            if (trained.trains(entry)) {
                ByteBuffer place = now.gradients().computeIfAbsent(entry.path(), path -> place(now, entry));
                Var gradient = gradients.get(entry.path());
                if (gradient == null) {
                    place.put(0, new byte[place.capacity()]);
                } else {
                    place.put(0, tape.recorder().buffer(gradient), 0, place.capacity());
                }
            }
        }
        tape.moved(now.store()).forEach((path, value) -> now.store()
                .slot(path)
                .borrowBytes()
                .put(
                        0,
                        tape.recorder().buffer(value),
                        0,
                        Math.toIntExact(value.type().bytes())));
        now.state().use(trained);
        now.state().advance();
    }

    private static void require(WeightStore.Entry entry, Var gradient) {
        if (!entry.type().equals(gradient.type())) {
            throw new IllegalArgumentException("the gradient of weight '" + entry.path() + "' is " + gradient.type()
                    + ": expected " + entry.type());
        }
    }

    private static ByteBuffer place(Ready now, WeightStore.Entry entry) {
        Storage flat = now.state().update().gradients();
        return new Slot(entry.type(), flat, entry.flatBytes()).borrowBytes();
    }

    private Ready ready() {
        WeightStore store = model.store();
        if (ready.isEmpty() || !ready.get().store().equals(store)) {
            Optional<OptimizerMemory> before = ready.map(old -> since(old, store));
            TrainingState state = TrainingState.of(store, rule, model.seed(), threads, before);
            ready = Optional.of(new Ready(store, state, new HashMap<>()));
        }
        return ready.get();
    }

    /** The state so far: weights that are new have missed all steps. */
    private static OptimizerMemory since(Ready old, WeightStore store) {
        OptimizerMemory memory = old.state().memory();
        var known = old.store().entries().stream().map(WeightStore.Entry::path).toList();
        List<String> added = store.entries().stream()
                .filter(entry -> entry.trainable() && !known.contains(entry.path()))
                .map(WeightStore.Entry::path)
                .toList();
        return new OptimizerMemory(memory.state().withoutStepsOf(added), memory.weights(), memory.arrays());
    }

    /** Throws unless it is one of this model. */
    void requireOf(EagerModel<?, ?> other) {
        if (model != other) {
            throw new IllegalArgumentException("the optimizer is one of model '" + model.name()
                    + "', and another model '" + other.name() + "' is saved or loaded: each has its own file");
        }
    }

    /** Throws unless it can go on from a state in a file. */
    void requireFits(Path file, OptimizerState saved) {
        if (!rule.name().equals(saved.name()) || !saved.slots().containsAll(rule.slots())) {
            throw new IllegalArgumentException(
                    file + " holds the state of " + saved.name() + " " + saved.slots()
                            + ", and the optimizer is " + rule.name() + " " + rule.slots()
                            + ": load it into an optimizer of the same kind, in the order of saving; or load the model alone and start anew");
        }
    }

    /** What it has to have to go on. */
    OptimizerMemory memory() {
        return ready().state().memory();
    }

    /** Goes on from what was saved, of the weights that the model has now. */
    void restore(OptimizerMemory saved) {
        WeightStore store = model.store();
        TrainingState state = TrainingState.of(store, rule, model.seed(), threads, Optional.of(saved));
        ready = Optional.of(new Ready(store, state, new HashMap<>()));
    }
}
