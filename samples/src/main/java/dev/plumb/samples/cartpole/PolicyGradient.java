package dev.plumb.samples.cartpole;

import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerOptimizer;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Phase;
import dev.plumb.train.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Williams, 1992 (REINFORCE): what was done is made likelier the more reward followed it, compared with the mean of all that was done. Nobody
 * says what would have been right, and the simulation has no gradient.
 */
final class PolicyGradient {
    /** The mean reward of a round at which Gym calls the task solved. */
    static final double SOLVED = 195;

    private static final int CARTS = 16;

    private final Policy policy;
    private final EagerOptimizer optimizer;
    private final RandomGenerator random;

    PolicyGradient(Policy policy, long seed) {
        this.policy = policy;
        policy.threads(1); // all steps are small
        this.optimizer = policy.optimizer(Adam.of(0.01));
        this.random = new SplittableRandom(seed);
    }

    /** Lets carts be pushed until all have ended, by draws from the policy, and learns from them; their mean reward. */
    double learn() {
        List<Episode> episodes = episodes();
        learnFrom(episodes);
        return reward(episodes);
    }

    /** The mean reward of new carts, without learning. */
    double reward() {
        return reward(episodes());
    }

    private static double reward(List<Episode> episodes) {
        return episodes.stream().mapToInt(Episode::length).average().orElseThrow();
    }

    private List<Episode> episodes() {
        List<Episode> episodes =
                Stream.generate(() -> new Episode(random)).limit(CARTS).toList();
        List<Episode> open = episodes;
        while (!open.isEmpty()) {
            float[] logs = policy.predict(open.stream().map(Episode::seen).toList(), EagerContext::numbers);
            for (int i = 0; i < open.size(); i++) {
                double left = Math.exp(logs[2 * i]);
                open.get(i).act(random.nextDouble() < left ? 0 : 1);
            }
            open = open.stream().filter(Predicate.not(Episode::isOver)).toList();
        }
        return episodes;
    }

    private void learnFrom(List<Episode> episodes) {
        List<float[]> sensors = new ArrayList<>();
        List<Integer> actions = new ArrayList<>();
        List<Double> rewards = new ArrayList<>();
        for (Episode episode : episodes) {
            sensors.addAll(episode.sensors());
            actions.addAll(episode.actions());
            for (int push = 0; push < episode.length(); push++) {
                rewards.add(episode.rewardsFrom(push));
            }
        }
        try (GradientTape tape = policy.tape(Phase.TRAINING)) {
            EagerContext context = tape.context();
            Var logs = policy.call(context, sensors);
            Var done = logs.pickLast(
                    context.ints(actions.stream().mapToInt(Integer::intValue).toArray()));
            Var advantages = context.floats(standardized(rewards));
            optimizer.step(tape, done.times(advantages).mean().negated());
        }
    }

    /** Moved and scaled to mean 0 and deviation 1: what is better than usual is positive. */
    private static float[] standardized(List<Double> rewards) {
        double mean = rewards.stream().mapToDouble(r -> r).average().orElseThrow();
        double variance = rewards.stream()
                .mapToDouble(r -> (r - mean) * (r - mean))
                .average()
                .orElseThrow();
        float[] standardized = new float[rewards.size()];
        for (int i = 0; i < standardized.length; i++) {
            standardized[i] = (float) ((rewards.get(i) - mean) / Math.sqrt(variance + 1e-8));
        }
        return standardized;
    }
}
