package dev.plumb.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * For how many steps the caches of attentions are laid out, as they grow. Attention reads a room as a whole, so rooms are little larger than what they hold; those of a group are sizes of one
 * plan of a single step, with one packed copy of the weights.
 */
final class CacheRooms {
    /** The largest room of the first group: attention over so few steps costs little beside the rest. */
    private static final int FIRST_GROUP = 256;

    /** How much larger the largest room of the next group is. */
    private static final int GROWTH = 4;

    /** The rooms of a group differ by this part of the largest. */
    private static final int PARTS = 4;

    /** What a vector register holds. */
    private static final int VECTOR = 16;

    private final int[] steps;
    /** By room: the first of its group. */
    private final int[] firsts;

    private CacheRooms(List<Integer> steps, List<Integer> firsts) {
        this.steps = steps.stream().mapToInt(Integer::intValue).toArray();
        this.firsts = firsts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The rooms of caches that are never longer than so many steps. */
    static CacheRooms upTo(int longest) {
        List<Integer> steps = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        int before = 0;
        for (long end = FIRST_GROUP; before < longest; end *= GROWTH) {
            int first = steps.size();
            int most = (int) Math.min(end, longest);
            int part = (most + PARTS * VECTOR - 1) / (PARTS * VECTOR) * VECTOR;
            for (int room = part; room < most; room += part) {
                if (room > before) {
                    steps.add(room);
                    firsts.add(first);
                }
            }
            steps.add(most);
            firsts.add(first);
            before = most;
        }
        return new CacheRooms(steps, firsts);
    }

    int count() {
        return steps.length;
    }

    /** For how many steps there is room. */
    int steps(int room) {
        return steps[room];
    }

    /** The first room of the same group. */
    int first(int room) {
        return firsts[room];
    }

    /** All rooms of the same group. */
    IntStream group(int room) {
        return IntStream.range(0, count()).filter(other -> firsts[other] == firsts[room]);
    }
}
