package dev.plumb.samples.cartpole;

import java.util.random.RandomGenerator;

/**
 * A pole on a cart that is pushed to the left or to the right every 20 ms, in SI units: Barto, Sutton and Anderson, 1983, as OpenAI's Gym simulates
 * it ({@code CartPole-v0}). It ends when the cart is 2.4 m away or the pole leans by more than 12 degrees, and after 200 pushes.
 */
final class CartPole {
    /** How many pushes an episode has at most, and so the best that there is. */
    static final int LONGEST = 200;

    /** Position, velocity, angle, angular velocity. */
    static final int SENSORS = 4;

    private static final double GRAVITY = 9.8;
    private static final double CART = 1.0;
    private static final double POLE = 0.1;
    private static final double HALF_LENGTH = 0.5;
    private static final double FORCE = 10;
    private static final double SECONDS = 0.02;
    private static final double FARTHEST = 2.4;
    private static final double STEEPEST = Math.toRadians(12);

    private double position;
    private double velocity;
    private double angle;
    private double spin;
    private int pushes;

    /** Starts almost upright, almost at rest. */
    CartPole(RandomGenerator random) {
        position = random.nextDouble(-0.05, 0.05);
        velocity = random.nextDouble(-0.05, 0.05);
        angle = random.nextDouble(-0.05, 0.05);
        spin = random.nextDouble(-0.05, 0.05);
    }

    /** What a policy sees: {@link #SENSORS} numbers. */
    float[] sensors() {
        return new float[] {(float) position, (float) velocity, (float) angle, (float) spin};
    }

    /** Moves on by one push: Euler's method. */
    void push(boolean right) {
        double force = right ? FORCE : -FORCE;
        double mass = CART + POLE;
        double sine = Math.sin(angle);
        double cosine = Math.cos(angle);
        double pull = (force + POLE * HALF_LENGTH * spin * spin * sine) / mass;
        double tilt = (GRAVITY * sine - cosine * pull) / (HALF_LENGTH * (4.0 / 3 - POLE * cosine * cosine / mass));
        double speeding = pull - POLE * HALF_LENGTH * tilt * cosine / mass;
        position += SECONDS * velocity;
        velocity += SECONDS * speeding;
        angle += SECONDS * spin;
        spin += SECONDS * tilt;
        pushes++;
    }

    /** Whether it has ended. */
    boolean isOver() {
        return pushes >= LONGEST || Math.abs(position) > FARTHEST || Math.abs(angle) > STEEPEST;
    }
}
