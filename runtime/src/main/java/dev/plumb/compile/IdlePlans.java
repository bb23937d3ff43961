package dev.plumb.compile;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans that nobody uses at the moment. Of those that together hold too much memory, the ones of the sizes that were used longest ago are
 * closed. Not safe for use by several threads.
 */
final class IdlePlans<P extends Prepared> {

    private static final long MOST_BYTES = 256L << 20;

    private final long capacity;
    private final Map<Sizes, ArrayDeque<P>> idle = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * None yet.
     *
     * @param capacity in bytes; two large plans are kept whatever they hold
     */
    IdlePlans(long capacity) {
        this.capacity = capacity;
    }

    /** For a share of the Java heap's limit, which is what the user has said about memory; not more than is of use. */
    static <P extends Prepared> IdlePlans<P> ofHeap(double share) {
        return new IdlePlans<>((long) Math.min(share * Runtime.getRuntime().maxMemory(), MOST_BYTES));
    }

    /** The plan of these sizes that was used last, which the caller then has alone; null if there is none. */
    @Nullable
    P take(Sizes sizes) {
        ArrayDeque<P> plans = idle.get(sizes);
        P plan = plans == null ? null : plans.pollLast();
        if (plan != null) {
            bytes -= plan.nativeBytes();
        }
        return plan;
    }

    /** Keeps a plan that is not used any more, and closes others if that is too much. */
    void put(Sizes sizes, P plan) {
        idle.computeIfAbsent(sizes, key -> new ArrayDeque<>()).addLast(plan);
        bytes += plan.nativeBytes();
        if (bytes > capacity) {
            // Room for two of the largest: the whole batches and the rest, or two threads.
            long largest = idle.values().stream()
                    .flatMap(ArrayDeque::stream)
                    .mapToLong(Prepared::nativeBytes)
                    .max()
                    .orElseThrow();
            closeEldest(Math.max(capacity, 2 * largest));
        }
    }

    private void closeEldest(long bound) {
        Iterator<ArrayDeque<P>> eldest = idle.values().iterator();
        while (bytes > bound) {
            ArrayDeque<P> plans = eldest.next();
            while (bytes > bound && !plans.isEmpty()) {
                P dropped = plans.removeFirst();
                bytes -= dropped.nativeBytes();
                dropped.close();
            }
            if (plans.isEmpty()) {
                eldest.remove();
            }
        }
    }

    /** What all of them hold. */
    long nativeBytes() {
        return bytes;
    }
}
