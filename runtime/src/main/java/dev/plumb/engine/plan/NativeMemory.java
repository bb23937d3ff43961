package dev.plumb.engine.plan;

import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts native memory and sees to it that what nobody uses any more is given back. Java runs its collector when Java objects fill the heap,
 * but what holds a gigabyte of weights is a small Java object: models that were dropped would stay until the machine has no memory left. So
 * the collector is run whenever twice as much is held as was in use after the last time: its cost is then a share of what was filled since.
 */
final class NativeMemory {
    /** Less is not worth a collection. */
    private static final long LEAST = 128L << 20;

    /**
     * So many collections in a row that free nothing are the end: what holds a storage, such as its views, is found by the ones before the one
     * that finds the storage.
     */
    private static final int FRUITLESS = 2;

    private static final int MOST_COLLECTIONS = 8;

    private static final long LONGEST_WAIT_SECONDS = 1;
    /** The cleaner has seen one object of a collection; in this time it gets through the others. */
    private static final long PAUSE_MILLISECONDS = 10;

    private final Cleaner cleaner;
    private final AtomicLong held = new AtomicLong();
    private volatile long limit = LEAST;

    /** Memory that is given back by this cleaner. */
    NativeMemory(Cleaner cleaner) {
        this.cleaner = cleaner;
    }

    /** Counts what is about to be taken. */
    void take(long bytes) {
        if (held.addAndGet(bytes) > limit) {
            collect();
        }
    }

    /** Counts what was given back. */
    void give(long bytes) {
        held.addAndGet(-bytes);
    }

    /** What is held now, in bytes. */
    long held() {
        return held.get();
    }

    private synchronized void collect() {
        if (held.get() <= limit) {
            return; // another thread has just done it
        }
        int fruitless = 0;
        for (int i = 0; i < MOST_COLLECTIONS && fruitless < FRUITLESS; i++) {
            long before = held.get();
            CountDownLatch cleaned = new CountDownLatch(1);
            cleaner.register(new Object(), cleaned::countDown);
            System.gc();
            if (!await(cleaned)) {
                break;
            }
            fruitless = held.get() < before ? 0 : fruitless + 1;
        }
        limit = Math.max(LEAST, 2 * held.get());
    }

    /** Whether the cleaner was at work since: not if the collector is switched off, or nobody has time to wait. */
    private static boolean await(CountDownLatch cleaned) {
        try {
            boolean isAtWork = cleaned.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            Thread.sleep(PAUSE_MILLISECONDS);
            return isAtWork;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
