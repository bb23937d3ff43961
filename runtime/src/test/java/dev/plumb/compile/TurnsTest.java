package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final AtomicLong now = new AtomicLong();

    private static void awaitWaiting(Turns turns, int count) {
        while (turns.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    private static Thread started(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        return thread;
    }

    @Test
    void noMoreWorkAtTheSameTimeThanMay() throws InterruptedException {
        Turns turns = new Turns(3, 2);
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(started(() -> {
                for (int turn = 0; turn < 2_000; turn++) {
                    turns.take();
                    most.accumulateAndGet(working.incrementAndGet(), Math::max);
                    working.decrementAndGet();
                    turns.end();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(most.get() <= 3, most + " at the same time");
        assertEquals(0, turns.waiting());
    }

    /** Where all cores are busy with one turn, and two may work; both turns are taken. */
    private Turns taken() {
        Turns turns = new Turns(2, 1, now::get);
        turns.take();
        turns.take();
        return turns;
    }

    @Test
    void whoComesGoesFirstWhileAllCoresAreBusyButNotOften() throws InterruptedException {
        Turns turns = taken();
        Thread other = started(turns::take);
        awaitWaiting(turns, 1);
        for (int again = 0; again < Turns.MOST_BEFORE; again++) {
            turns.end();
            turns.take();
        }
        assertEquals(1, turns.waiting());
        turns.end();
        other.join(60_000);
        assertFalse(other.isAlive());
    }

    @Test
    void whoComesDoesNotGoFirstForLong() throws InterruptedException {
        Turns turns = taken();
        Thread other = started(turns::take);
        awaitWaiting(turns, 1);
        turns.end();
        turns.take();
        now.set(Turns.PATIENCE);
        turns.end();
        other.join(60_000);
        assertFalse(other.isAlive());
    }

    /** So nobody waits for longer than the patience and as many turns as there are others. */
    @Test
    void afterSomeTimeAllWhoWaitGoBeforeAnybodyElse() throws InterruptedException {
        Turns turns = taken();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            if (i == 5) { // comes when the others have waited
                now.set(Turns.PATIENCE);
            }
            threads.add(started(() -> {
                turns.take();
                order.add(number);
            }));
            awaitWaiting(turns, i + 1);
        }
        for (int ended = 1; ended <= 5; ended++) {
            turns.end();
            threads.get(ended - 1).join(60_000);
            assertEquals(threads.size() - ended, turns.waiting());
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
        turns.end(); // another may come
        assertEquals(1, turns.waiting());
        turns.end(); // a core has nothing to do
        threads.get(5).join(60_000);
        assertEquals(0, turns.waiting());
    }

    @Test
    void whoWaitsIsAdmittedAtOnceWhereACoreWouldHaveNothingToDo() throws InterruptedException {
        Turns turns = new Turns(2, 2, now::get);
        turns.take();
        turns.take();
        Thread other = started(turns::take);
        awaitWaiting(turns, 1);
        turns.end();
        other.join(60_000);
        assertFalse(other.isAlive());
    }

    @Test
    void whoCameFirstIsAdmittedFirst() throws InterruptedException {
        Turns turns = new Turns(1, 1, now::get);
        turns.take();
        List<Integer> order = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            threads.add(started(() -> {
                turns.take();
                order.add(number);
                turns.end();
            }));
            awaitWaiting(turns, i + 1);
        }
        turns.end();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(0, 1, 2, 3), order);
    }

    @Test
    void aThreadThatIsInterruptedWaitsOnAndStaysInterrupted() throws InterruptedException {
        Turns turns = new Turns(1, 1, now::get);
        turns.take();
        boolean[] interrupted = new boolean[1];
        Thread other = started(() -> {
            turns.take();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        awaitWaiting(turns, 1);
        other.interrupt();
        turns.end();
        other.join();
        assertTrue(interrupted[0]);
    }
}
