package dev.plumb.samples.soak;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Work in ten parts of one size, with time and memory after each: what grows with the work is seen.
 *
 * @param parts in their order
 */
record TenParts(List<Part> parts) {
    private static final int COUNT = 10;
    private static final long MEGABYTE = 1_000_000;
    private static final long HEAP_MAY_GROW = 2 * MEGABYTE;
    private static final long PROCESS_MAY_GROW = 16 * MEGABYTE;

    /**
     * One of them.
     *
     * @param done how much is done by then
     * @param seconds that passed meanwhile
     * @param processor seconds of all cores that this process took
     */
    record Part(long done, double seconds, double processor, Memory memory) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "after %,12d: %6.1f s, %6.1f s of processor, %s", done, seconds, processor, memory);
        }
    }

    /** Some of the work. */
    @FunctionalInterface
    interface Work {
        void run(int count);
    }

    /** Does the work, and prints each part. One part of it, to warm up, goes before. */
    static TenParts of(Work work, int count, PrintStream out) {
        int size = count / COUNT;
        if (size < 1) {
            throw new IllegalArgumentException("In ten parts are at least " + COUNT + ", not " + count);
        }
        work.run(size);
        out.println("after warming up   " + Memory.now());
        List<Part> parts = new ArrayList<>();
        for (int part = 1; part <= COUNT; part++) {
            long start = System.nanoTime();
            long processor = processorNanos();
            work.run(size);
            double seconds = (System.nanoTime() - start) / 1e9;
            parts.add(new Part((long) part * size, seconds, (processorNanos() - processor) / 1e9, Memory.now()));
            out.println(parts.get(part - 1));
        }
        return new TenParts(List.copyOf(parts));
    }

    double seconds() {
        return parts.stream().mapToDouble(Part::seconds).sum();
    }

    /** The last three parts against the first three, by the time of the processor. */
    double slower() {
        return processor(COUNT - 3) / processor(0);
    }

    private double processor(int first) {
        return parts.subList(first, first + 3).stream()
                .mapToDouble(Part::processor)
                .sum();
    }

    /**
     * Says that memory stayed as it was.
     *
     * @throws IllegalStateException if it grew; of the whole process only where the Java heap has a fixed size
     */
    String flat() {
        Memory first = parts.get(0).memory();
        Memory last = parts.get(COUNT - 1).memory();
        boolean heapGrew = last.heap() - first.heap() > HEAP_MAY_GROW;
        boolean processGrew = first.resident().isPresent()
                && isHeapFixed()
                && last.resident().getAsLong() - first.resident().getAsLong() > PROCESS_MAY_GROW;
        if (heapGrew || processGrew) {
            throw new IllegalStateException("memory grew: " + first + " -> " + last);
        }
        return String.format(
                Locale.ROOT,
                "memory is flat, the last three parts took %.2f times the processor's time of the first",
                slower());
    }

    private static boolean isHeapFixed() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return heap.getInit() == heap.getMax();
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
