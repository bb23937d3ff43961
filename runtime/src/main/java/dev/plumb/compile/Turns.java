package dev.plumb.compile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets so many threads work at the same time. While all cores are busy, who comes goes before those who wait: to wake one of them takes as long as a small prediction.
 * But nobody is passed over for long: after so many others, or so much time, a thread gets the next turn, in the order in which they came.
 */
final class Turns {
    /** With small predictions this is a short time, also on a machine where all takes longer. */
    static final int MOST_BEFORE = 24;

    /** In nanoseconds; with large predictions this is before so many others. */
    static final long PATIENCE = 20_000_000;

    private final int most;
    private final int busy;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int taken;
    /** How many have ever gone before others that waited. */
    private long before;

    /** One thread that waits. */
    private static final class Waiting {
        final Condition admission;
        final long before;
        final long since;
        boolean admitted;

        Waiting(Condition admission, long before, long since) {
            this.admission = admission;
            this.before = before;
            this.since = since;
        }
    }

    /**
     * Nobody works yet.
     *
     * @param most how many threads may work
     * @param busy how many keep all cores busy
     */
    Turns(int most, int busy) {
        this(most, busy, System::nanoTime);
    }

    Turns(int most, int busy, LongSupplier clock) {
        this.most = most;
        this.busy = busy;
        this.clock = clock;
    }

    /**
     * Waits for a turn, which is to be ended. Not for a thread that has one.
     *
     * @return whether others work now
     */
    boolean take() {
        lock.lock();
        try {
            if (taken < most && !isPassedOver()) {
                taken++;
                before += waiting.isEmpty() ? 0 : 1;
                return taken > 1;
            }
            Waiting own = new Waiting(lock.newCondition(), before, clock.getAsLong());
            waiting.add(own);
            admit();
            while (!own.admitted) {
                own.admission.awaitUninterruptibly();
            }
            return taken > 1;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a turn. */
    void end() {
        lock.lock();
        try {
            taken--;
            admit();
        } finally {
            lock.unlock();
        }
    }

    private void admit() {
        while (taken < most && !waiting.isEmpty() && (taken < busy || isPassedOver())) {
            Waiting next = waiting.remove();
            next.admitted = true;
            next.admission.signal();
            taken++;
        }
    }

    /** Whether the one who came first has let enough others go before. */
    private boolean isPassedOver() {
        Waiting first = waiting.peek();
        return first != null && (before - first.before >= MOST_BEFORE || clock.getAsLong() - first.since >= PATIENCE);
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
