package dev.plumb.samples.adversarial;

import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerOptimizer;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Phase;
import dev.plumb.train.Adam;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Two players with an optimizer each: a generator makes points out of noise, and a critic learns to tell them from those of the {@link Ring}. What
 * they are paid for is what the kinds of such games differ in.
 */
abstract class Forger {
    /** How many points there are in a step. */
    protected static final int BATCH = 128;

    private static final int NOISE = 4;
    private static final int POINT = 2;

    private final Net generator;
    private final Net critic;
    private final EagerOptimizer generating;
    private final EagerOptimizer judging;
    private final RandomGenerator random;
    private final int judgements;

    /** With some steps of the critic for each of the generator; the first two coefficients of Adam are those of the game's authors. */
    Forger(long seed, Adam generating, Adam judging, int judgements) {
        this.generator = new Net(POINT, seed);
        this.critic = new Net(1, seed + 1);
        this.generating = generator.optimizer(generating);
        this.judging = critic.optimizer(judging);
        generator.threads(1); // all steps are small
        critic.threads(1);
        this.random = new SplittableRandom(seed);
        this.judgements = judgements;
    }

    /** What the critic makes smaller. */
    abstract Var criticLoss(GradientTape tape, Var real, Var made);

    /** What the generator makes smaller, by what the critic thinks of its points. */
    abstract Var generatorLoss(Var opinions);

    /** What the critic thinks: more for what it takes to be real, (points, 1). */
    final Var opinions(GradientTape tape, Var points) {
        return critic.call(tape.context(), points);
    }

    final RandomGenerator random() {
        return random;
    }

    /** One step of the generator, after those of the critic. */
    final void play() {
        for (int i = 0; i < judgements; i++) {
            judge();
        }
        try (GradientTape tape = generator.tape(Phase.TRAINING)) {
            generating.step(tape, generatorLoss(opinions(tape, made(tape.context(), BATCH))));
        }
    }

    private void judge() {
        try (GradientTape tape = critic.tape(Phase.TRAINING)) {
            Var real = tape.context().floats(Ring.points(BATCH, random), BATCH, POINT);
            judging.step(tape, criticLoss(tape, real, made(tape.context(), BATCH)));
        }
    }

    private Var made(EagerContext context, int count) {
        float[] noise = new float[count * NOISE];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return generator.call(context, context.floats(noise, count, NOISE));
    }

    /** How well its points imitate the ring. */
    final Ring.Likeness likeness() {
        try (GradientTape tape = generator.tape(Phase.INFERENCE)) {
            return Ring.likeness(tape.context().numbers(made(tape.context(), 2000)));
        }
    }
}
