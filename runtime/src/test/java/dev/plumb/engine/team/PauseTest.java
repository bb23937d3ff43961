package dev.plumb.engine.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Where cores are wanted elsewhere nobody divides work, for longer each time; where it pays nothing stops it. */
final class PauseTest {
    private final Pause pause = new Pause(0);

    /** How long nothing is divided after that time. */
    private long length(long now) {
        long end = now;
        while (pause.covers(end)) {
            end += Pause.SHORTEST / 2;
        }
        return end - now;
    }

    @Test
    void eachIsTwiceAsLongAsTheOneBeforeAndNoneIsEndless() {
        long now = 0;
        long expected = Pause.SHORTEST;
        for (int i = 0; i < 20; i++) {
            assertFalse(pause.covers(now));
            pause.begin(now, 0);
            assertEquals(expected, length(now));
            now += expected;
            expected = Math.min(Pause.LONGEST, 2 * expected);
        }
    }

    @Test
    void itLastsTenTimesAsLongAsWhatWasLost() {
        pause.lose(0, 4_000_000);
        assertEquals(40_000_000, length(0));
    }

    @Test
    void whatIsLostIsComparedWithWhatWasGained() {
        pause.lose(0, Pause.CREDIT);
        pause.gain(6_000_000);
        pause.lose(0, 2_000_000);
        assertFalse(pause.covers(0));
        pause.lose(0, 2_000_000);
        assertTrue(pause.covers(0));
    }

    @Test
    void whatWasGainedLongAgoDoesNotCountAndLetsTheNextBeginShortAgain() {
        pause.begin(0, 64 * Pause.SHORTEST);
        for (int i = 0; i < 100; i++) {
            pause.gain(1_000_000);
        }
        long now = 64 * Pause.SHORTEST;
        pause.lose(now, Pause.MOST_GAINED + 1);
        assertEquals(10 * (Pause.MOST_GAINED + 1) / Pause.SHORTEST, length(now) / Pause.SHORTEST);
    }
}
