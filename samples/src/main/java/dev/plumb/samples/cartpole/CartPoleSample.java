package dev.plumb.samples.cartpole;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Trains {@link Policy} by {@link PolicyGradient}. */
public final class CartPoleSample implements Sample {
    private static final int MOST_ROUNDS = 100;

    @Override
    public String name() {
        return "cartpole";
    }

    @Override
    public String idea() {
        return "a policy learns from rewards alone to balance a pole on a cart";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        PolicyGradient learner = new PolicyGradient(new Policy(42), 1);
        double reward = 0;
        int round = 0;
        while (reward < PolicyGradient.SOLVED && round < MOST_ROUNDS) {
            reward = learner.learn();
            round++;
            if (round == 1 || round % 10 == 0) {
                out.printf(Locale.ROOT, "round %d: the poles stood for %.1f pushes%n", round, reward);
            }
        }
        out.printf(
                Locale.ROOT,
                "after %d rounds: %.1f of %d, and %.1f with other carts%n",
                round,
                reward,
                CartPole.LONGEST,
                learner.reward());
    }
}
