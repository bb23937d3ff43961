package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdlePlansTest {
    private final List<Integer> closed = new ArrayList<>();
    private final IdlePlans<Fake> idle = new IdlePlans<>(100);

    private record Fake(int batch, long nativeBytes, List<Integer> closed) implements Prepared {
        @Override
        public void close() {
            closed.add(batch);
        }
    }

    private Fake put(int batch, long bytes) {
        Fake plan = new Fake(batch, bytes, closed);
        idle.put(sizes(batch), plan);
        return plan;
    }

    private static Sizes sizes(int batch) {
        return new Sizes(batch, Map.of(), Threads.BY_WORK);
    }

    @Test
    void aPlanIsGivenToOneAtATime() {
        Fake plan = put(1, 10);
        assertSame(plan, idle.take(sizes(1)));
        assertNull(idle.take(sizes(1)));
    }

    @Test
    void theSizesUsedLongestAgoAreClosedWhenAllTogetherAreTooMuch() {
        put(1, 40);
        put(2, 40);
        Fake again = idle.take(sizes(1));
        assertEquals(40, idle.nativeBytes());
        idle.put(sizes(1), again);
        put(3, 40);
        assertEquals(List.of(2), closed);
        assertEquals(80, idle.nativeBytes());
    }

    @Test
    void theWholeBatchesAndTheRestAreKeptWhateverTheyHold() {
        put(32, 1000);
        put(7, 900);
        Fake whole = idle.take(sizes(32));
        idle.put(sizes(32), whole);
        assertEquals(List.of(), closed);
        put(33, 1000);
        assertEquals(List.of(7), closed);
    }
}
