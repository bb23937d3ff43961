package dev.plumb.samples.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Points of an untrained generator are near no place. */
final class AdversarialTest {
    @Test
    void aGanFindsThePlaces() {
        Ring.Likeness likeness = played(new Gan(1), 2500);
        assertTrue(likeness.near() > 0.5 && likeness.places() >= 6, likeness::toString);
    }

    @Test
    void aWassersteinGanFindsThemAll() {
        Ring.Likeness likeness = played(new WassersteinGan(1), 400);
        assertTrue(likeness.near() > 0.55 && likeness.places() == Ring.PLACES, likeness::toString);
    }

    private static Ring.Likeness played(Forger forger, int rounds) {
        assertTrue(forger.likeness().near() < 0.05, () -> forger.likeness().toString());
        for (int round = 0; round < rounds; round++) {
            forger.play();
        }
        return forger.likeness();
    }

    @Test
    void theRingIsLikeItself() {
        Ring.Likeness likeness = Ring.likeness(Ring.points(5000, new SplittableRandom(1)));
        assertEquals(0.989, likeness.near(), 0.006, "1 - exp(-9 / 2)");
        assertEquals(Ring.PLACES, likeness.places());
    }

    @Test
    void oneEighthOfItIsOnePlace() {
        float[] points = new float[200];
        for (int i = 0; i < points.length; i += 2) {
            points[i] = 2;
        }
        assertEquals(new Ring.Likeness(1, 1), Ring.likeness(points));
    }
}
