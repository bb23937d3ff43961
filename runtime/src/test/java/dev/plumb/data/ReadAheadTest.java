package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads ahead: bounded, faithful to what happens, and gone afterwards. */
@Timeout(60)
final class ReadAheadTest {
    /** Numbers from 0, which remembers how far it was read and whether it was closed. */
    private static class Counting implements DataReader<Integer> {
        final AtomicInteger read = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        private final int size;

        Counting(int size) {
            this.size = size;
        }

        @Override
        public @Nullable Integer next() {
            return read.get() == size ? null : read.getAndIncrement();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("plumb-prefetch"))
                .count();
    }

    @Test
    void givesAllInTheirOrderAndEnds() {
        Counting source = new Counting(1000);
        try (ReadAhead<Integer> reader = new ReadAhead<>(source, 3)) {
            for (int i = 0; i < 1000; i++) {
                assertEquals(i, reader.next());
            }
            assertEquals(null, reader.next());
            assertEquals(null, reader.next());
        }
        assertEquals(1, source.closed.get());
        assertEquals(0, threads());
    }

    @Test
    void aSourceThatCannotBeClosedIsSaidToWhoeverReads() {
        IllegalStateException failure = new IllegalStateException("cannot be closed");
        Counting source = new Counting(1000) {
            @Override
            public void close() {
                super.close();
                throw failure;
            }
        };
        ReadAhead<Integer> reader = new ReadAhead<>(source, 3);
        assertEquals(0, reader.next());
        assertSame(failure, assertThrows(IllegalStateException.class, reader::close));
        reader.close();
        assertEquals(1, source.closed.get());
        assertEquals(0, threads());
    }

    @Test
    void readsNoFurtherAheadThanItMay() throws InterruptedException {
        Counting source = new Counting(1000);
        try (ReadAhead<Integer> reader = new ReadAhead<>(source, 3)) {
            assertEquals(0, reader.next());
            for (int i = 0; i < 100 && source.read.get() < 5; i++) {
                Thread.sleep(5);
            }
            Thread.sleep(20);
            // One was taken, three wait, one is in the hand of the thread.
            assertEquals(5, source.read.get());
        }
        assertEquals(1, source.closed.get());
        assertEquals(0, threads());
    }

    @Test
    void anErrorComesWhereItHappened() {
        IllegalStateException failure = new IllegalStateException("row 2");
        for (RuntimeException thrown : List.of(failure)) {
            try (ReadAhead<Integer> reader = new ReadAhead<>(
                    new Counting(9) {
                        @Override
                        public @Nullable Integer next() {
                            if (read.get() == 2) {
                                throw thrown;
                            }
                            return super.next();
                        }
                    },
                    5)) {
                assertEquals(0, reader.next());
                assertEquals(1, reader.next());
                assertSame(thrown, assertThrows(IllegalStateException.class, reader::next));
                assertSame(thrown, assertThrows(IllegalStateException.class, reader::next), "and again");
            }
        }
        try (ReadAhead<Integer> reader = new ReadAhead<>(
                () -> {
                    throw new StackOverflowError("deep");
                },
                1)) {
            assertThrows(StackOverflowError.class, reader::next);
        }
        assertEquals(0, threads());
    }

    @Test
    void whoWaitsCanBeInterrupted() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger sourceInterrupted = new AtomicInteger();
        AtomicInteger outcome = new AtomicInteger();
        Thread waits = new Thread(() -> {
            try (ReadAhead<Integer> reader = new ReadAhead<>(
                    () -> {
                        waiting.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            sourceInterrupted.incrementAndGet();
                        }
                        return null;
                    },
                    1)) {
                assertThrows(CancellationException.class, reader::next);
                outcome.set(Thread.currentThread().isInterrupted() ? 1 : -1);
            }
        });
        waits.start();
        assertTrue(waiting.await(10, TimeUnit.SECONDS));
        waits.interrupt();
        waits.join();
        assertEquals(1, outcome.get());
        assertEquals(1, sourceInterrupted.get());
        assertEquals(0, threads());
    }

    @Test
    void closingEndsItInTheMiddle() {
        Counting source = new Counting(1_000_000);
        ReadAhead<Integer> reader = new ReadAhead<>(source, 2);
        assertEquals(0, reader.next());
        reader.close();
        reader.close();
        assertEquals(1, source.closed.get());
        assertEquals(null, reader.next());
        assertFalse(source.read.get() > 10);
        assertEquals(0, threads());
    }
}
