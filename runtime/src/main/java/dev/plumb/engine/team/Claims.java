package dev.plumb.engine.team;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who computes which piece: the caller takes them from the first one on, other threads from the last one back, so that each thread mostly has the same pieces in its cache again.
 */
final class Claims {
    private static final Runnable[] NONE = {};
    private static final int BITS = 8;
    private static final long MASK = (1 << BITS) - 1;

    /** From the highest bits on: how many offers there were, the first piece that is free, the one after the last that is. */
    private final AtomicLong free = new AtomicLong();

    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    /** Changes only while none is free, so who has claimed one has seen the right ones. */
    private Runnable[] pieces = NONE;

    /** Offers all but the first, which is the caller's. All earlier ones have ended. */
    void offer(Runnable[] offered) {
        pieces = offered;
        finished.set(0);
        long offer = (free.get() >>> (2 * BITS)) + 1;
        free.set((offer << (2 * BITS)) | (1L << BITS) | offered.length);
    }

    /** Claims the first that is free; negative if none is. */
    int first() {
        while (true) {
            long now = free.get();
            if (count(now) <= 0) {
                return -1;
            }
            if (free.compareAndSet(now, now + (1L << BITS))) {
                return from(now);
            }
        }
    }

    /** Claims all that are free: how many. */
    int withdraw() {
        int count = 0;
        while (first() >= 0) {
            count++;
        }
        return count;
    }

    /** Computes the last that is free, in a thread other than the caller's, if one is. */
    boolean help() {
        long now = free.get();
        if (count(now) <= 0) {
            return false;
        }
        Runnable[] offered = pieces;
        if (!free.compareAndSet(now, now - 1)) {
            return false;
        }
        try {
            offered[to(now) - 1].run();
        } catch (RuntimeException | Error e) {
            failure.set(e);
        }
        finished.incrementAndGet();
        return true;
    }

    /** How many other threads have ended. */
    int finished() {
        return finished.get();
    }

    /** To be called when all have ended: forgets them. What one of them threw in another thread, if one did. */
    @Nullable
    Throwable end() {
        pieces = NONE;
        return failure.get() == null ? null : failure.getAndSet(null);
    }

    private static int from(long state) {
        return (int) ((state >>> BITS) & MASK);
    }

    private static int to(long state) {
        return (int) (state & MASK);
    }

    private static int count(long state) {
        return to(state) - from(state);
    }
}
