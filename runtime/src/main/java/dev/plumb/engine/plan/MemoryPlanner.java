package dev.plumb.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Gives buffers with known lifetimes offsets in one arena. Buffers that may lie over others which die where they are born do so, and are one block from then
 * on; of several ways to pack the blocks, the one that takes the least memory is used.
 */
final class MemoryPlanner {

    /** A cache line; vector loads do not cross one then. */
    private static final long ALIGNMENT = 64;
    /** To pack more takes too long: each block is compared with each other. */
    private static final int MOST_BLOCKS = 5_000;

    private MemoryPlanner() {}

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
     * Memory that is taken for some time, both ends included.
     *
     * @param bytes a multiple of the alignment
     */
    record Block(long bytes, int first, int last) {
        boolean meets(Block other) {
            return first <= other.last && other.first <= last;
        }

        private Block until(int step) {
            return new Block(bytes, first, step);
        }
    }

    /**
     * Where the buffers lie.
     *
     * @param offsets one per buffer, in bytes
     * @param bytes size of the arena
     * @param live the most that is in use at one time: no layout takes less
     */
    record Layout(List<Long> offsets, long bytes, long live) {}

    static Layout plan(List<Buffer> buffers) {
        List<Block> blocks = new ArrayList<>();
        int[] blockOf = blocks(buffers, blocks);
        long live = live(blocks);
        Packing best = Packing.inTime(blocks);
        if (best.bytes() > live && blocks.size() <= MOST_BLOCKS) {
            for (Comparator<Block> order : Packing.orders()) {
                Packing other = Packing.inOrder(blocks, order);
                best = other.bytes() < best.bytes() ? other : best;
            }
        }
        List<Long> offsets = new ArrayList<>();
        for (int block : blockOf) {
            offsets.add(best.offset(block));
        }
        return new Layout(offsets, best.bytes(), live);
    }

    /** A place of its own for each buffer. */
    static Layout apart(List<Buffer> buffers) {
        List<Long> offsets = new ArrayList<>();
        long end = 0;
        for (Buffer buffer : buffers) {
            offsets.add(end);
            end += aligned(buffer.bytes());
        }
        return new Layout(offsets, end, end);
    }

    /** The blocks of buffers, and the block of each. */
    private static int[] blocks(List<Buffer> buffers, List<Block> blocks) {
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < buffers.size(); index++) {
            order.add(index);
        }
        order.sort(Comparator.comparingInt(index -> buffers.get(index).first()));
        int[] blockOf = new int[buffers.size()];
        boolean[] placed = new boolean[buffers.size()];
        boolean[] replaced = new boolean[buffers.size()];
        for (int index : order) {
            Buffer buffer = buffers.get(index);
            int below = -1;
            for (int candidate : buffer.replaceable()) {
                if (below < 0
                        && placed[candidate]
                        && !replaced[candidate]
                        && mayReplace(buffer, buffers.get(candidate))) {
                    below = candidate;
                }
            }
            if (below >= 0) {
                replaced[below] = true;
                blockOf[index] = blockOf[below];
                blocks.set(blockOf[index], blocks.get(blockOf[index]).until(buffer.last()));
            } else {
                blockOf[index] = blocks.size();
                blocks.add(new Block(aligned(buffer.bytes()), buffer.first(), buffer.last()));
            }
            placed[index] = true;
        }
        return blockOf;
    }

    /** What is born in the same step may itself lie over what it replaced, so it cannot be replaced. */
    private static boolean mayReplace(Buffer buffer, Buffer dying) {
        return dying.first() < buffer.first() && dying.last() == buffer.first() && dying.bytes() == buffer.bytes();
    }

    private static long live(List<Block> blocks) {
        TreeMap<Integer, Long> changes = new TreeMap<>();
        for (Block block : blocks) {
            changes.merge(block.first(), block.bytes(), Long::sum);
            changes.merge(block.last() + 1, -block.bytes(), Long::sum);
        }
        long live = 0;
        long most = 0;
        for (long change : changes.values()) {
            live += change;
            most = Math.max(most, live);
        }
        return most;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
