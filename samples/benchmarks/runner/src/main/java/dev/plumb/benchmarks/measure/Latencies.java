package dev.plumb.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** How long callers wait who ask all at once, each again as soon as it has its answer. */
public final class Latencies {
    private final long[] sorted;

    /** Of nanoseconds, one for each call; at least one. */
    public Latencies(long... nanoseconds) {
        sorted = nanoseconds.clone();
        Arrays.sort(sorted);
    }

    /** Asks for so many seconds after as many of warming up; each time for 1 to {@code rows} examples. */
    public static Latencies of(Work work, int callers, int rows, double seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<long[]>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Work.Call call = work.caller();
                Random sizes = new Random(i);
                all.add(() -> {
                    asked(call, rows, seconds, sizes);
                    return asked(call, rows, seconds, sizes);
                });
            }
            LongStream times = LongStream.empty();
            for (Future<long[]> each : threads.invokeAll(all)) {
                times = LongStream.concat(times, Arrays.stream(each.get()));
            }
            return new Latencies(times.toArray());
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] asked(Work.Call call, int rows, double seconds, Random sizes) throws Exception {
        LongStream.Builder times = LongStream.builder();
        long begin = System.nanoTime();
        long last = begin;
        do {
            call.run(1 + sizes.nextInt(rows));
            long now = System.nanoTime();
            times.add(now - last);
            last = now;
        } while ((last - begin) / 1e9 < seconds);
        return times.build().toArray();
    }

    /** Microseconds within which this share of the calls was answered. */
    public double microseconds(double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e3;
    }
}
