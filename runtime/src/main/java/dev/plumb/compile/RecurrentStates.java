package dev.plumb.compile;

import dev.plumb.array.InputException;
import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the stateful layers of a model keep of each example from one batch to the next: zeros at first and after a reset, then the states after the last batch, of which example i is
 * that of example i. Any number of threads: one batch goes on from another, so they are computed one after the other.
 */
public final class RecurrentStates {
    private final String model;
    private final Map<String, Kept> kept = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** One state of all examples, row by row. */
    private static final class Kept {
        private final List<Integer> shape;
        private final float[] numbers;

        /** Zeros of a shape, with the batch axis. */
        Kept(List<Integer> shape, int count) {
            this.shape = shape;
            this.numbers = new float[count];
        }
    }

    /** Zeros, of a model of this name. */
    public RecurrentStates(String model) {
        this.model = model;
    }

    /** Lets all begin anew, with batches of any size. */
    public void reset() {
        lock.lock();
        try {
            kept.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those of some layers begin anew, by their paths. The size of batches stays where other layers go on. */
    public void reset(Set<String> layers) {
        lock.lock();
        try {
            kept.keySet().removeIf(path -> layers.stream().anyMatch(layer -> path.startsWith(layer + "/")));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Computes a batch that goes on from the one before, and keeps the states after it.
     *
     * @throws InputException if it has another number of examples than that
     */
    public void run(PredictPlan plan) {
        if (!plan.isStateful()) {
            plan.run();
            return;
        }
        lock.lock();
        try {
            plan.readStates(this);
            plan.run();
            plan.writeStates(this);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #run(PredictPlan)}, but the states stay what they were before. */
    public void look(PredictPlan plan) {
        lock.lock();
        try {
            plan.readStates(this);
        } finally {
            lock.unlock();
        }
        plan.run();
    }

    /**
     * Computes a step that goes on from the batch before, and keeps the states after it; not those of a step whose loss is not finite.
     *
     * @param seed as of {@link StepPlan#run}
     * @throws InputException if it has another number of examples than the batch before
     */
    public void run(StepPlan plan, int seed) {
        if (!plan.isStateful()) {
            plan.run(seed);
            return;
        }
        lock.lock();
        try {
            plan.readStates(this);
            plan.run(seed);
            if (Float.isFinite(plan.loss())) {
                plan.writeStates(this);
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #run(StepPlan, int)}, but the states stay what they were before. */
    public void look(StepPlan plan, int seed) {
        lock.lock();
        try {
            plan.readStates(this);
        } finally {
            lock.unlock();
        }
        plan.run(seed);
    }

    /** What would be kept after the last run of a step. */
    public RecurrentStates after(StepPlan plan) {
        RecurrentStates after = new RecurrentStates(model);
        plan.writeStates(after);
        return after;
    }

    /** Takes what others keep in place of what is kept here. */
    public void set(RecurrentStates others) {
        lock.lock();
        try {
            others.kept.forEach((path, state) -> {
                Kept copy = new Kept(state.shape, state.numbers.length);
                System.arraycopy(state.numbers, 0, copy.numbers, 0, copy.numbers.length);
                kept.put(path, copy);
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the state of one of equal parts of a batch.
     *
     * @param type of the part
     */
    void read(String path, ArrayType type, int part, int parts, FloatBuffer to) {
        Kept state = kept.get(path);
        int count = type.elements();
        if (state == null) {
            requireBatch(type.size(0) * parts);
            for (int i = 0; i < count; i++) {
                to.put(i, 0);
            }
            return;
        }
        require(path, state, type, parts);
        to.put(0, state.numbers, part * count, count);
    }

    /** Keeps the state of one of equal parts of a batch. */
    void write(String path, ArrayType type, int part, int parts, FloatBuffer from) {
        Kept state = kept.get(path);
        int count = type.elements();
        if (state == null) {
            state = new Kept(whole(type, parts), count * parts);
            kept.put(path, state);
        }
        from.get(0, state.numbers, part * count, count);
    }

    private static List<Integer> whole(ArrayType part, int parts) {
        List<Integer> shape = new ArrayList<>(part.shape());
        shape.set(0, part.size(0) * parts);
        return List.copyOf(shape);
    }

    private void require(String path, Kept state, ArrayType type, int parts) {
        requireBatch(state, type.size(0) * parts);
        for (int axis = 1; axis < type.rank(); axis++) {
            if (state.shape.get(axis) != type.size(axis)) {
                throw new InputException(
                        "'" + path + "' of model '" + model + "' is stateful, and the batch before left "
                                + state.shape + " numbers: expected the same of this one, found " + whole(type, parts)
                                + "\n"
                                + "  fix     give inputs of the sizes of the batch before, or begin anew:"
                                + " resetStates()");
            }
        }
    }

    /** All that are kept are of as many examples. */
    private void requireBatch(int examples) {
        for (Kept state : kept.values()) {
            requireBatch(state, examples);
        }
    }

    private void requireBatch(Kept state, int examples) {
        int expected = state.shape.get(0);
        if (examples != expected) {
            throw new InputException(
                    "model '" + model + "' is stateful, and each example goes on from that of the batch"
                            + " before: expected " + expected + " examples in each batch, found " + examples
                            + "\n  fix     take a batch size that divides the examples, or begin anew: resetStates()");
        }
    }
}
