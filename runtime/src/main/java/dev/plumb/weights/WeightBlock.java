package dev.plumb.weights;

import dev.plumb.engine.plan.Storage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The memory of weights, at which several models may look: whoever shares weights shares their block. */
public final class WeightBlock {
    private static final AtomicLong BLOCKS = new AtomicLong();

    private final Storage storage;
    private final AtomicLong version = new AtomicLong();
    private final ReentrantLock training = new ReentrantLock();

    /** Held while a step moves weights, and while someone reads them all: never for long, and by all in the order of the numbers. */
    private final ReentrantLock moving = new ReentrantLock();

    private final long number = BLOCKS.getAndIncrement();
    private volatile String trainer = "";

    /** Who trains these weights and calls back at this moment. */
    private volatile @Nullable Thread callingBack;

    WeightBlock(Storage storage) {
        this.storage = storage;
    }

    /** The memory. */
    public Storage storage() {
        return storage;
    }

    /** Counts the changes. */
    long version() {
        return version.get();
    }

    /** States that weights were written. */
    void changed() {
        version.incrementAndGet();
    }

    /** The order in which several blocks are locked. */
    long number() {
        return number;
    }

    /** Does something in the middle of which the weights of no step are seen. */
    <R> R betweenSteps(Supplier<R> work) {
        moving.lock();
        try {
            return work.get();
        } finally {
            moving.unlock();
        }
    }

    /** Whether anybody trains these weights at this moment. */
    boolean isTrained() {
        return training.isLocked();
    }

    /** Who does, as messages name it. */
    String trainer() {
        return trainer;
    }

    /** Notes that who trains these weights, in this thread, calls back. */
    void beginCallback() {
        callingBack = Thread.currentThread();
    }

    /** Notes that it goes on. */
    void endCallback() {
        if (isInCallback()) {
            callingBack = null;
        }
    }

    /** Whether this is called by a callback of who trains these weights. */
    boolean isInCallback() {
        return Thread.currentThread().equals(callingBack);
    }

    /**
     * Does something that moves weights while no other thread does. The same thread may train another model of the same weights from within.
     *
     * @param owner who does it, as messages name it
     * @throws IllegalStateException if another thread trains these weights, by this model or by another that shares them
     */
    <R> R whileTraining(String owner, Supplier<R> work) {
        if (!training.tryLock()) {
            throw new IllegalStateException(owner + " would train weights that " + trainer
                    + " trains in another thread at this moment: train one after the other; to predict or evaluate at"
                    + " the same time is allowed");
        }
        String before = trainer;
        trainer = owner;
        try {
            return work.get();
        } finally {
            trainer = before;
            training.unlock();
        }
    }
}
