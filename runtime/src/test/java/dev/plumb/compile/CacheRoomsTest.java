package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How caches grow. */
final class CacheRoomsTest {

    @Test
    void inQuartersOfWhatAPlanHolds() {
        assertEquals(List.of(32, 64, 96, 112), rooms(112));
        assertEquals(List.of(64, 128, 192, 200), rooms(200));
        assertEquals(List.of(64, 128, 192, 256), rooms(256));
        assertEquals(List.of(64, 128, 192, 256, 300), rooms(300));
        assertEquals(List.of(64, 128, 192, 256, 512, 768, 1_024, 1_536, 2_000), rooms(2_000));
        assertEquals(List.of(5), rooms(5));
    }

    @Test
    void roomsOfAGroupAreSizesOfOnePlan() {
        CacheRooms rooms = CacheRooms.upTo(2_000);
        assertEquals(
                List.of(0, 0, 0, 0, 4, 4, 4, 7, 7),
                IntStream.range(0, rooms.count()).map(rooms::first).boxed().toList());
        assertEquals(List.of(4, 5, 6), rooms.group(5).boxed().toList());
    }

    @Test
    void risingToTheLongest() {
        for (int longest = 1; longest < 5_000; longest++) {
            List<Integer> rooms = rooms(longest);
            assertEquals(longest, rooms.get(rooms.size() - 1));
            for (int i = 1; i < rooms.size(); i++) {
                assertTrue(rooms.get(i) > rooms.get(i - 1), rooms.toString());
            }
        }
    }

    private static List<Integer> rooms(int longest) {
        CacheRooms rooms = CacheRooms.upTo(longest);
        return IntStream.range(0, rooms.count()).map(rooms::steps).boxed().toList();
    }
}
