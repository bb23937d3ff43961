package dev.plumb.engine.plan;

import dev.plumb.engine.plan.MemoryPlanner.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Blocks of memory laid out so that none lie over each other at the same time. To take the least memory is NP-hard; these are rules of thumb, each block where it
 * leaves the least room beside it among those that are there.
 */
final class Packing {
    private final List<Block> blocks;
    private final long[] offsets;
    /** The blocks that have a place, those that begin lower first. */
    private final List<Integer> placed = new ArrayList<>();

    private long bytes;

    private Packing(List<Block> blocks) {
        this.blocks = blocks;
        this.offsets = new long[blocks.size()];
    }

    /** Orders in which blocks find their place well: the large ones first, or those that are there for long. */
    static List<Comparator<Block>> orders() {
        return List.of(
                Comparator.comparingLong(Block::bytes).reversed().thenComparingInt(Block::first),
                Comparator.comparingInt(Packing::duration).reversed().thenComparingInt(Block::first),
                Comparator.comparingLong((Block block) -> block.bytes() * duration(block))
                        .reversed()
                        .thenComparingInt(Block::first));
    }

    private static int duration(Block block) {
        return block.last() - block.first() + 1;
    }

    /** Each block finds its place when it is needed first. */
    static Packing inTime(List<Block> blocks) {
        return pack(blocks, Comparator.comparingInt(Block::first), true);
    }

    /** Each block finds its place in this order. */
    static Packing inOrder(List<Block> blocks, Comparator<Block> order) {
        return pack(blocks, order, false);
    }

    private static Packing pack(List<Block> blocks, Comparator<Block> order, boolean inTime) {
        Packing packing = new Packing(blocks);
        List<Integer> indices = new ArrayList<>();
        for (int index = 0; index < blocks.size(); index++) {
            indices.add(index);
        }
        indices.sort((left, right) -> order.compare(blocks.get(left), blocks.get(right)));
        for (int index : indices) {
            if (inTime) { // what is over meets none of those that follow
                packing.placed.removeIf(
                        other -> blocks.get(other).last() < blocks.get(index).first());
            }
            packing.place(index);
        }
        return packing;
    }

    /** Into the smallest gap that holds it between blocks of its time; above them, if there is none. */
    private void place(int index) {
        Block block = blocks.get(index);
        long end = 0;
        long best = -1;
        long bestGap = Long.MAX_VALUE;
        for (int other : placed) {
            if (blocks.get(other).meets(block)) {
                long gap = offsets[other] - end;
                if (gap >= block.bytes() && gap < bestGap) {
                    best = end;
                    bestGap = gap;
                }
                end = Math.max(end, offsets[other] + blocks.get(other).bytes());
            }
        }
        long offset = best >= 0 ? best : end;
        offsets[index] = offset;
        bytes = Math.max(bytes, offset + block.bytes());
        int at = placed.size();
        while (at > 0 && offsets[placed.get(at - 1)] > offset) {
            at--;
        }
        placed.add(at, index);
    }

    /** Where a block begins. */
    long offset(int index) {
        return offsets[index];
    }

    /** How much memory all take. */
    long bytes() {
        return bytes;
    }
}
