package dev.plumb.engine.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.plan.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each piece is computed once, by whoever comes first, and nobody is woken for little. */
@Timeout(60)
final class HotTeamTest {
    private static final long MUCH = HotTeam.WORTH_WAKING;

    private final HotTeam team = new HotTeam(3);

    private record Piece(Runnable body) implements Kernel {
        @Override
        public void run() {
            body.run();
        }

        @Override
        public String label() {
            return "piece";
        }

        @Override
        public String implementation() {
            return "test";
        }
    }

    /** A piece that counts how often it runs, in plain memory: others must see it after the run. */
    private static Kernel counting(int[] counts, int index) {
        return new Piece(() -> counts[index]++);
    }

    private static Kernel[] counting(int[] counts) {
        Kernel[] pieces = new Kernel[counts.length];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = counting(counts, i);
        }
        return pieces;
    }

    @Test
    void eachPieceRunsOnceARun() {
        for (int size = 1; size <= 5; size++) {
            int[] counts = new int[size];
            Kernel[] pieces = counting(counts);
            for (int run = 1; run <= 20_000; run++) {
                team.run(pieces, MUCH);
                for (int count : counts) {
                    assertEquals(run, count);
                }
            }
        }
    }

    @Test
    void callersAtTheSameTimeComputeTheirOwnPieces() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 3; caller++) {
            callers.add(new Thread(() -> {
                int[] counts = new int[4];
                Kernel[] pieces = counting(counts);
                for (int run = 1; run <= 5_000; run++) {
                    team.run(pieces, MUCH);
                    for (int count : counts) {
                        wrong.addAndGet(count == run ? 0 : 1);
                    }
                }
            }));
        }
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(0, wrong.get());
    }

    @Test
    void whoComesWhileAnotherHasTheTeamComputesAlone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread first = new Thread(() -> team.run(
                new Kernel[] {
                    new Piece(() -> {
                        begun.countDown();
                        await(end);
                    })
                },
                1));
        first.start();
        begun.await();
        List<Thread> threads = new ArrayList<>();
        Kernel own = new Piece(() -> threads.add(Thread.currentThread()));
        team.run(new Kernel[] {own, own, own}, MUCH);
        assertEquals(List.of(Thread.currentThread(), Thread.currentThread(), Thread.currentThread()), threads);
        end.countDown();
        first.join();
    }

    @Test
    void nobodyIsWokenForLittle() {
        int[] counts = new int[2];
        team.run(counting(counts), MUCH - 1);
        assertFalse(team.isStarted());
        team.run(counting(counts), MUCH);
        assertTrue(team.isStarted());
    }

    @Test
    void littleWithoutAPauseIsMuchAndWithPausesItIsNot() {
        long[] now = {0};
        HotTeam timed = new HotTeam(2, () -> now[0]);
        int[] counts = new int[2];
        for (int i = 0; i < 100; i++) {
            timed.run(counting(counts), MUCH / 2);
            now[0] += HotTeam.ACTIVE + 1;
        }
        assertFalse(timed.isStarted());
        timed.run(counting(counts), MUCH / 2);
        now[0] += HotTeam.ACTIVE;
        timed.run(counting(counts), MUCH / 2);
        assertTrue(timed.isStarted());
    }

    @Test
    void whatAPieceThrowsIsThrownAndTheTeamGoesOn() {
        RuntimeException own = new IllegalStateException("own");
        Kernel failing = new Piece(() -> {
            throw own;
        });
        int[] counts = new int[3];
        Kernel[] pieces = counting(counts);
        for (int at = 0; at < 3; at++) {
            Kernel[] failed = pieces.clone();
            failed[at] = failing;
            for (int run = 0; run < 2_000; run++) {
                assertSame(own, assertThrows(IllegalStateException.class, () -> team.run(failed, MUCH)));
            }
        }
        int before = counts[0];
        team.run(pieces, MUCH);
        assertEquals(before + 1, counts[0]);
    }

    /** The caller sleeps until another thread is done that takes long, and is woken. */
    @Test
    void aPieceThatTakesLongIsWaitedFor() {
        AtomicReference<Thread> helper = new AtomicReference<>();
        while (helper.get() == null) {
            AtomicInteger done = new AtomicInteger();
            Kernel piece = new Piece(() -> {
                if (!Thread.currentThread().getName().startsWith("plumb-team")) {
                    sleep(1);
                } else {
                    sleep(20);
                    helper.set(Thread.currentThread());
                }
                done.incrementAndGet();
            });
            team.run(new Kernel[] {piece, piece}, MUCH);
            assertEquals(2, done.get());
        }
        assertTrue(helper.get().isDaemon());
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
