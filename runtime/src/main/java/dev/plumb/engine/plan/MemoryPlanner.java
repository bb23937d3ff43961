package dev.plumb.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

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
    private final boolean[] placed;
    /** Size by offset. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    /** The same, the smallest first and of equal ones that with the lowest offset. */
    private final TreeSet<Gap> bySize =
            new TreeSet<>(Comparator.comparingLong(Gap::bytes).thenComparingLong(Gap::offset));

    private long end;

    private record Gap(long bytes, long offset) {}

    private MemoryPlanner(List<Buffer> buffers) {
        this.buffers = buffers;
        this.offsets = new long[buffers.size()];
        this.replaced = new boolean[buffers.size()];
        this.placed = new boolean[buffers.size()];
    }

    static Layout plan(List<Buffer> buffers) {
        return new MemoryPlanner(buffers).plan();
    }

    /** A place of its own for each buffer. */
    static Layout apart(List<Buffer> buffers) {
        List<Long> offsets = new ArrayList<>();
        long end = 0;
        for (Buffer buffer : buffers) {
            offsets.add(end);
            end += aligned(buffer.bytes());
        }
        return new Layout(offsets, end);
    }

    private Layout plan() {
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < buffers.size(); index++) {
            order.add(index);
        }
        order.sort(Comparator.comparingInt(index -> buffers.get(index).first()));
        PriorityQueue<Integer> live = new PriorityQueue<>(
                Comparator.comparingInt(index -> buffers.get(index).last()));
        for (int index : order) {
            Buffer buffer = buffers.get(index);
            while (!live.isEmpty() && buffers.get(live.peek()).last() < buffer.first()) {
                int dead = live.remove();
                if (!replaced[dead]) {
                    release(offsets[dead], aligned(buffers.get(dead).bytes()));
                }
            }
            offsets[index] = place(buffer);
            placed[index] = true;
            live.add(index);
        }
        List<Long> result = new ArrayList<>();
        for (long offset : offsets) {
            result.add(offset);
        }
        return new Layout(result, end);
    }

    private long place(Buffer buffer) {
        for (int candidate : buffer.replaceable()) {
            Buffer dying = buffers.get(candidate);
            if (placed[candidate]
                    && !replaced[candidate]
                    && dying.first()
                            < buffer.first() // what is born in the same step may itself lie over what it replaced
                    && dying.last() == buffer.first()
                    && dying.bytes() == buffer.bytes()) {
                replaced[candidate] = true;
                return offsets[candidate];
            }
        }
        long bytes = aligned(buffer.bytes());
        Gap best = bySize.ceiling(new Gap(bytes, 0));
        if (best == null) {
            long offset = end;
            end += bytes;
            return offset;
        }
        removeGap(best);
        if (best.bytes() > bytes) {
            addGap(new Gap(best.bytes() - bytes, best.offset() + bytes));
        }
        return best.offset();
    }

    private void release(long offset, long bytes) {
        long from = offset;
        long to = offset + bytes;
        var before = gaps.floorEntry(from);
        if (before != null && before.getKey() + before.getValue() == from) {
            from = before.getKey();
            removeGap(new Gap(before.getValue(), from));
        }
        Long after = gaps.get(to);
        if (after != null) {
            removeGap(new Gap(after, to));
            to += after;
        }
        addGap(new Gap(to - from, from));
    }

    private void addGap(Gap gap) {
        gaps.put(gap.offset(), gap.bytes());
        bySize.add(gap);
    }

    private void removeGap(Gap gap) {
        gaps.remove(gap.offset());
        bySize.remove(gap);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
