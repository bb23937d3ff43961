package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.java.RowKernels;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first predictions of a model, of one example each. They are computed in Java where that gives the bits of oneDNN, so that a process that predicts little loads neither oneDNN nor JavaCPP. Over as soon as anything else has
 * loaded them, after so many, or when several threads predict at once: then a thread of its own prepares what follows, so that no prediction waits for it. Thread safe.
 */
final class FirstPredictions {
    /** Until then they take no longer in Java than it takes to load oneDNN. Measured: docs/benchmarks.md. */
    static final int MOST = 10_000;

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean isPreparing = new AtomicBoolean();
    private volatile boolean areOver;

    /** One was made. */
    void count() {
        count.incrementAndGet();
    }

    /**
     * Whether now is the time to prepare what follows: once.
     *
     * @param isAlone whether nobody else predicts: of those who predict at the same time each has a copy of the weights on the Java heap, which is not to be for long
     */
    boolean isTimeForNext(boolean isAlone) {
        return (!isAlone || count.get() >= MOST) && !areOver() && isPreparing.compareAndSet(false, true);
    }

    /** What follows is prepared. */
    void end() {
        areOver = true;
    }

    /** Whether all that follow are computed as usual. */
    boolean areOver() {
        return areOver || (Storage.isNative() && !isPreparing.get());
    }

    /** A plan in Java, unless there is none for these sizes or with the same bits. */
    static Optional<Plan> plan(Program program, Bindings bindings, Sizes sizes) {
        if (sizes.batch() != 1
                || Threads.ofPrediction(program, 1, sizes.threads()) != 1
                || !RowKernels.mayRun(program)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Plan.prepare(program, bindings, KernelProviders.inJava()));
        } catch (UnsupportedOperationException lacksAnOp) {
            return Optional.empty();
        }
    }
}
