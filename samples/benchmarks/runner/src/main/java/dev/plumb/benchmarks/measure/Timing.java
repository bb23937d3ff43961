package dev.plumb.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times calls in blocks: so many at a time that a block is long for the clock. What is told is the median of the blocks.
 * Of calls that take longer than all the time there is for a line, there are fewer blocks, of one call each.
 *
 * @param seconds for warming up, and once more for the blocks
 */
public record Timing(double seconds) {
    private static final int BLOCKS = 9;
    private static final int FEWER_BLOCKS = 3;
    private static final int LEAST_WARM_UP = 3;

    /** Microseconds a step, where each of these threads calls at the same time. */
    public double microseconds(Work work, int callers, int rows) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            CyclicBarrier start = new CyclicBarrier(callers);
            List<Work.Call> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(work.caller());
            }
            double nanoseconds = warm(calls.get(0), rows);
            int blocks = nanoseconds > seconds * 1e9 ? FEWER_BLOCKS : BLOCKS;
            int count = (int) Math.max(1, Math.min(1_000_000, seconds * 1e9 / BLOCKS / nanoseconds));
            double[] times = new double[blocks];
            for (int block = -1; block < blocks; block++) {
                double time = slowest(threads, start, calls, count, rows) / 1e3 / ((double) count * work.steps());
                if (block >= 0) {
                    times[block] = time;
                }
            }
            Arrays.sort(times);
            return times[blocks / 2];
        } finally {
            threads.shutdownNow();
        }
    }

    /** Calls until it is warm; the least nanoseconds of a call. */
    private double warm(Work.Call call, int rows) throws Exception {
        long begin = System.nanoTime();
        long last = begin;
        int count = 0;
        long shortest = Long.MAX_VALUE;
        while (count < LEAST_WARM_UP || (last - begin) / 1e9 < seconds) {
            call.run(rows);
            long now = System.nanoTime();
            shortest = Math.min(shortest, now - last);
            last = now;
            count++;
        }
        return shortest;
    }

    private static long slowest(
            ExecutorService threads, CyclicBarrier start, List<Work.Call> calls, int count, int rows) throws Exception {
        List<Future<Long>> times = new ArrayList<>();
        for (Work.Call call : calls) {
            times.add(threads.submit(() -> nanoseconds(start, call, count, rows)));
        }
        long slowest = 0;
        for (Future<Long> time : times) {
            slowest = Math.max(slowest, time.get());
        }
        return slowest;
    }

    private static long nanoseconds(CyclicBarrier start, Work.Call call, int count, int rows)
            throws InterruptedException, BrokenBarrierException, Exception {
        start.await();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            call.run(rows);
        }
        return System.nanoTime() - begin;
    }
}
