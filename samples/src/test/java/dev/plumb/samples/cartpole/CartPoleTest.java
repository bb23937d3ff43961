package dev.plumb.samples.cartpole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CartPoleTest {
    /** Draws from an untrained policy stand for about 25 of 200 pushes. */
    @Test
    void aPolicyLearnsToBalance() {
        PolicyGradient learner = new PolicyGradient(new Policy(7), 1);
        double first = learner.reward();
        double last = first;
        for (int round = 0; round < 80 && last < PolicyGradient.SOLVED; round++) {
            last = learner.learn();
        }
        double others = learner.reward();
        assertTrue(
                first < 50 && last >= PolicyGradient.SOLVED && others > 170,
                first + " to " + last + ", " + others + " of other carts");
    }

    /** What mechanics says by hand: nearly upright and at rest, the pole is tilted by -cos(angle) / (length (4/3 - m / M)) of the push. */
    @Test
    void aPushMovesTheCartAndTiltsThePole() {
        CartPole cart = new CartPole(new SplittableRandom(1));
        float[] before = cart.sensors();
        cart.push(true);
        float[] after = cart.sensors();
        assertEquals(before[0] + 0.02 * before[1], after[0], 1e-6, "where it goes follows from how fast it was");
        assertEquals(before[2] + 0.02 * before[3], after[2], 1e-6);
        assertEquals(0.195, after[1] - before[1], 2e-3, "10 N on about 1 kg for 20 ms");
        assertEquals(-0.29, after[3] - before[3], 0.03, "the pole falls back");
    }

    @Test
    void itEndsWhenThePoleLeans() {
        CartPole cart = new CartPole(new SplittableRandom(1));
        int pushes = 0;
        while (!cart.isOver()) {
            assertFalse(Math.abs(cart.sensors()[2]) > Math.toRadians(12));
            cart.push(true);
            pushes++;
        }
        assertTrue(pushes >= 8 && pushes <= 11, pushes + " pushes to one side");
    }
}
