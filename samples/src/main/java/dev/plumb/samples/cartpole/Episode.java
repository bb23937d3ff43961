package dev.plumb.samples.cartpole;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What happened to one cart, push by push. */
final class Episode {
    private static final double DISCOUNT = 0.99;

    private final CartPole cart;
    private final List<float[]> sensors = new ArrayList<>();
    private final List<Integer> actions = new ArrayList<>();

    Episode(RandomGenerator random) {
        cart = new CartPole(random);
    }

    boolean isOver() {
        return cart.isOver();
    }

    float[] seen() {
        return cart.sensors();
    }

    /** Remembers what is seen and done, and does it. */
    void act(int action) {
        sensors.add(cart.sensors());
        actions.add(action);
        cart.push(action == 1);
    }

    /** What was seen before each push. */
    List<float[]> sensors() {
        return sensors;
    }

    /** What was done then: 0 for left, 1 for right. */
    List<Integer> actions() {
        return actions;
    }

    /** How many pushes the pole stood: the reward, 1 for each. */
    int length() {
        return actions.size();
    }

    /** The rewards that followed a push, later ones counted less. */
    double rewardsFrom(int push) {
        return (1 - Math.pow(DISCOUNT, length() - push)) / (1 - DISCOUNT);
    }
}
