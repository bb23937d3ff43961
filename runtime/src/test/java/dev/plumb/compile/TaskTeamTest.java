package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskTeamTest {
    private static final int ROUNDS = 3_000;

    private static List<Runnable> counting(AtomicIntegerArray counts) {
        return IntStream.range(0, counts.length())
                .<Runnable>mapToObj(i -> () -> counts.incrementAndGet(i))
                .toList();
    }

    private static int[] numbers(AtomicIntegerArray counts) {
        return IntStream.range(0, counts.length()).map(counts::get).toArray();
    }

    @SuppressWarnings("ThreadPriorityCheck") // it is what is not to be taken over
    @Test
    void aHelperHasNothingOfTheThreadThatNeededIt() throws InterruptedException {
        List<Thread> made = new ArrayList<>();
        Thread first = new Thread(() -> made.add(new Helper("test")));
        first.setContextClassLoader(new ClassLoader() {});
        first.setPriority(Thread.MIN_PRIORITY);
        first.start();
        first.join();
        assertSame(Helper.class.getClassLoader(), made.get(0).getContextClassLoader());
        assertEquals(Thread.NORM_PRIORITY, made.get(0).getPriority());
    }

    @Test
    void runsEachTaskOnceAndWaitsForAll() {
        AtomicIntegerArray counts = new AtomicIntegerArray(3);
        List<Runnable> tasks = counting(counts);
        for (int round = 1; round <= ROUNDS; round++) {
            TaskTeam.run(tasks);
            for (int count : numbers(counts)) {
                assertEquals(round, count);
            }
        }
    }

    @Test
    void wakesHelpersThatSleep() throws InterruptedException {
        AtomicIntegerArray counts = new AtomicIntegerArray(2);
        List<Runnable> tasks = counting(counts);
        for (int round = 1; round <= 50; round++) {
            TaskTeam.run(tasks);
            TimeUnit.MILLISECONDS.sleep(2);
            assertEquals(round, counts.get(1));
        }
    }

    @Test
    void waitsForLongTasks() {
        AtomicIntegerArray counts = new AtomicIntegerArray(2);
        for (int round = 1; round <= 20; round++) {
            TaskTeam.run(List.of(() -> counts.incrementAndGet(0), () -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(3);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                counts.incrementAndGet(1);
            }));
            assertEquals(round, counts.get(1));
        }
    }

    @Test
    void throwsWhatATaskThrew() {
        IllegalStateException failure = new IllegalStateException("an id has no row");
        AtomicIntegerArray counts = new AtomicIntegerArray(3);
        for (int failing = 0; failing < 3; failing++) {
            List<Runnable> tasks = new ArrayList<>(counting(counts));
            tasks.set(failing, () -> {
                throw failure;
            });
            for (int round = 0; round < 200; round++) {
                assertSame(failure, assertThrows(IllegalStateException.class, () -> TaskTeam.run(tasks)));
            }
        }
        for (int count : numbers(counts)) {
            assertEquals(400, count);
        }
    }

    /** Also while helpers have a task of the outer team, have ended it, or have not begun it. */
    @Test
    void aTaskOfATeamMayRunATeam() {
        AtomicIntegerArray outer = new AtomicIntegerArray(3);
        AtomicIntegerArray inner = new AtomicIntegerArray(4);
        AtomicIntegerArray innermost = new AtomicIntegerArray(2);
        List<Runnable> leaves = counting(innermost);
        List<Runnable> branches = new ArrayList<>(counting(inner));
        branches.set(3, () -> {
            TaskTeam.run(leaves);
            inner.incrementAndGet(3);
        });
        List<Runnable> tasks = IntStream.range(0, outer.length())
                .<Runnable>mapToObj(i -> () -> {
                    TaskTeam.run(branches);
                    outer.incrementAndGet(i);
                })
                .toList();
        for (int round = 1; round <= ROUNDS; round++) {
            TaskTeam.run(tasks);
            assertArrayEquals(new int[] {round, round, round}, numbers(outer));
            assertArrayEquals(new int[] {3 * round, 3 * round, 3 * round, 3 * round}, numbers(inner));
            assertArrayEquals(new int[] {3 * round, 3 * round}, numbers(innermost));
        }
    }

    @Test
    void whatATaskOfAnInnerTeamThrowsReachesTheOuterOne() {
        IllegalStateException failure = new IllegalStateException("an id has no row");
        List<Runnable> inner = List.of(() -> {}, () -> {
            throw failure;
        });
        List<Runnable> tasks = List.of(() -> TaskTeam.run(inner), () -> {});
        for (int round = 0; round < 200; round++) {
            assertSame(failure, assertThrows(IllegalStateException.class, () -> TaskTeam.run(tasks)));
        }
    }

    @Test
    void servesSeveralCallers() throws Exception {
        int callers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Callable<int[]>> calls = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            AtomicIntegerArray counts = new AtomicIntegerArray(3);
            List<Runnable> tasks = counting(counts);
            calls.add(() -> {
                for (int round = 1; round <= ROUNDS; round++) {
                    TaskTeam.run(tasks);
                    for (int count : numbers(counts)) {
                        assertEquals(round, count);
                    }
                }
                return numbers(counts);
            });
        }
        for (Future<int[]> result : threads.invokeAll(calls)) {
            assertEquals(ROUNDS, result.get()[2]);
        }
        threads.shutdown();
    }
}
