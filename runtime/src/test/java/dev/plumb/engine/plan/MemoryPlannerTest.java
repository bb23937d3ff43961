package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {

    @Property(tries = 300)
    void buffersThatLiveAtTheSameTimeDoNotOverlap(@ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
        List<MemoryPlanner.Buffer> buffers = random(count, new Random(seed));
        MemoryPlanner.Layout layout = MemoryPlanner.plan(buffers);
        for (int left = 0; left < count; left++) {
            MemoryPlanner.Buffer a = buffers.get(left);
            long begin = layout.offsets().get(left);
            assertEquals(0, begin % 64);
            assertTrue(begin + a.bytes() <= layout.bytes());
            for (int right = 0; right < left; right++) {
                MemoryPlanner.Buffer b = buffers.get(right);
                long other = layout.offsets().get(right);
                boolean together = a.first() <= b.last() && b.first() <= a.last();
                boolean replaces = (a.replaceable().contains(right) && b.last() == a.first())
                        || (b.replaceable().contains(left) && a.last() == b.first());
                boolean apart = begin + a.bytes() <= other || other + b.bytes() <= begin;
                assertTrue(!together || apart || (replaces && begin == other), () -> a + " and " + b);
            }
        }
    }

    @Test
    void aChainInPlaceNeedsOneBuffer() {
        List<MemoryPlanner.Buffer> chain = List.of(
                new MemoryPlanner.Buffer(100, 0, 1, List.of()),
                new MemoryPlanner.Buffer(100, 1, 2, List.of(0)),
                new MemoryPlanner.Buffer(100, 2, 3, List.of(1)));
        assertEquals(128, MemoryPlanner.plan(chain).bytes());
    }

    @Test
    void whatIsBornInAStepIsNotReplacedInIt() {
        List<MemoryPlanner.Buffer> buffers = List.of(
                new MemoryPlanner.Buffer(100, 1, 4, List.of()),
                new MemoryPlanner.Buffer(100, 4, 4, List.of(0)),
                new MemoryPlanner.Buffer(100, 4, 8, List.of(1)));
        List<Long> offsets = MemoryPlanner.plan(buffers).offsets();
        assertEquals(offsets.get(0), offsets.get(1));
        assertNotEquals(offsets.get(0), offsets.get(2));
    }

    @Property(tries = 300)
    void noArenaIsSmallerThanWhatIsLiveNorLargerThanItIsApart(
            @ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
        List<MemoryPlanner.Buffer> buffers = random(count, new Random(seed));
        MemoryPlanner.Layout layout = MemoryPlanner.plan(buffers);
        long live = 0;
        for (int step = -1; step < 25; step++) {
            int now = step;
            // What lies over another shares its place in the one step in which both live.
            live = Math.max(
                    live,
                    buffers.stream()
                            .filter(buffer -> buffer.first() < now && buffer.last() > now)
                            .mapToLong(buffer -> (buffer.bytes() + 63) / 64 * 64)
                            .sum());
        }
        assertTrue(layout.live() >= live);
        assertTrue(layout.bytes() >= layout.live());
        assertTrue(layout.bytes() <= MemoryPlanner.apart(buffers).bytes());
    }

    @Test
    void aLargeBufferLiesWhereSmallOnesWereThoughTheyCameFirst() {
        // In order of their first use the second would lie between the two whose room the third needs together.
        List<MemoryPlanner.Buffer> buffers = List.of(
                new MemoryPlanner.Buffer(64, 0, 1, List.of()),
                new MemoryPlanner.Buffer(64, 0, 3, List.of()),
                new MemoryPlanner.Buffer(128, 2, 3, List.of()),
                new MemoryPlanner.Buffer(64, 0, 1, List.of()));
        MemoryPlanner.Layout layout = MemoryPlanner.plan(buffers);
        assertEquals(192, layout.live());
        assertEquals(192, layout.bytes());
    }

    private static List<MemoryPlanner.Buffer> random(int count, Random random) {
        List<MemoryPlanner.Buffer> buffers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int first = random.nextInt(20) - 1;
            List<Integer> replaceable = index == 0 ? List.of() : List.of(random.nextInt(index));
            long bytes = 64L * (1 + random.nextInt(3)) - random.nextInt(8);
            buffers.add(new MemoryPlanner.Buffer(bytes, first, first + random.nextInt(5), replaceable));
        }
        return buffers;
    }
}
