package dev.plumb.compile;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Parts of a large prediction that are computed at the same time, each by a plan of one thread: threads take one after the other, and wait for nobody. */
public final class Chunks {
    /** Fewer are done before another thread is there. */
    private static final int FEWEST = 8;

    private Chunks() {}

    /** Whether so many of them are to be computed at the same time, if one is computed by such a plan. */
    public static boolean areShared(int count, Sizes sizes, PredictPlan plan) {
        return count >= FEWEST && sizes.threads() == Threads.BY_WORK && plan.threads() == 1 && Threads.cores() > 1;
    }

    /**
     * Computes all of them, and returns when the last one is done.
     *
     * @throws RuntimeException or Error: what one of them threw; some of the others were not computed then
     */
    public static void run(int count, IntConsumer chunk) {
        AtomicInteger next = new AtomicInteger();
        List<Runnable> tasks = IntStream.range(0, Threads.cores())
                .<Runnable>mapToObj(thread -> () -> {
                    try {
                        for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                            chunk.accept(index);
                        }
                    } catch (RuntimeException | Error failed) {
                        next.set(count);
                        throw failed;
                    }
                })
                .toList();
        TaskTeam.run(tasks);
    }
}
