package dev.plumb.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Gives buffers with known lifetimes offsets in one arena: in order of their first use, each into the smallest free gap that
 * holds it (best fit), or over a buffer that dies where it is born.
 */
final class MemoryPlanner {

    /** A cache line; vector loads do not cross one then. */
    private static final long ALIGNMENT = 64;

    /**
     * What a buffer needs.
     *
     * @param bytes its size
     * @param first step at which it is written
     * @param last step after which nobody reads it
     * @param replaceable indices of buffers whose place it may take if they die at its first step
     */
    record Buffer(long bytes, int first, int last, List<Integer> replaceable) {}

    /**
     * Where the buffers lie.
     *
     * @param offsets one per buffer, in bytes
     * @param bytes size of the arena
     */
    record Layout(List<Long> offsets, long bytes) {}

    private final List<Buffer> buffers;
    private final long[] offsets;
    private final boolean[] replaced;
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private long end;

    private MemoryPlanner(List<Buffer> buffers) {
        this.buffers = buffers;
        this.offsets = new long[buffers.size()];
        this.replaced = new boolean[buffers.size()];
    }

    static Layout plan(List<Buffer> buffers) {
        return new MemoryPlanner(buffers).plan();
    }

    private Layout plan() {
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < buffers.size(); index++) {
            order.add(index);
        }
        order.sort(Comparator.comparingInt(index -> buffers.get(index).first()));
        List<Integer> live = new ArrayList<>();
        for (int index : order) {
            Buffer buffer = buffers.get(index);
            live.removeIf(other -> {
                boolean dead = buffers.get(other).last() < buffer.first();
                if (dead && !replaced[other]) {
                    release(offsets[other], aligned(buffers.get(other).bytes()));
                }
                return dead;
            });
            offsets[index] = place(buffer, live);
            live.add(index);
        }
        List<Long> result = new ArrayList<>();
        for (long offset : offsets) {
            result.add(offset);
        }
        return new Layout(result, end);
    }

    private long place(Buffer buffer, List<Integer> live) {
        for (int candidate : buffer.replaceable()) {
            Buffer dying = buffers.get(candidate);
            if (live.contains(candidate)
                    && !replaced[candidate]
                    && dying.last() == buffer.first()
                    && dying.bytes() == buffer.bytes()) {
                replaced[candidate] = true;
                return offsets[candidate];
            }
        }
        long bytes = aligned(buffer.bytes());
        long best = -1;
        for (var gap : gaps.entrySet()) {
            if (gap.getValue() >= bytes && (best < 0 || gap.getValue() < gaps.get(best))) {
                best = gap.getKey();
            }
        }
        if (best < 0) {
            long offset = end;
            end += bytes;
            return offset;
        }
        long rest = gaps.remove(best) - bytes;
        if (rest > 0) {
            gaps.put(best + bytes, rest);
        }
        return best;
    }

    private void release(long offset, long bytes) {
        var before = gaps.floorEntry(offset);
        if (before != null && before.getKey() + before.getValue() == offset) {
            gaps.remove(before.getKey());
            offset = before.getKey();
            bytes += before.getValue();
        }
        Long after = gaps.remove(offset + bytes);
        gaps.put(offset, bytes + (after == null ? 0 : after));
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
