package dev.plumb.samples.halting;

import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerOptimizer;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Phase;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Teaches a {@link SureReader}: to be right, and that each reading costs something. */
final class Lesson {
    private static final int BATCH = 64;
    private static final float COST = 0.02f;

    private final SureReader reader;
    private final EagerOptimizer optimizer;
    private final RandomGenerator random;

    Lesson(SureReader reader, long seed) {
        this.reader = reader;
        this.optimizer = reader.optimizer(Adam.of(0.005));
        reader.threads(1); // all steps are small
        this.random = new SplittableRandom(seed);
    }

    /** Some steps, each with new evidence. */
    void learn(int steps) {
        for (int step = 0; step < steps; step++) {
            List<Evidence> evidence = Evidence.draw(BATCH, random);
            try (GradientTape tape = reader.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                SureReader.Answer answer = reader.call(context, evidence);
                Var loss = context.loss(Losses.binaryCrossentropy(), answer.probability(), truth(context, evidence));
                // the number of readings has no gradient; what was left for the last one has
                optimizer.step(tape, loss.plus(answer.rest().mean().times(COST)));
            }
        }
    }

    private static Var truth(EagerContext context, List<Evidence> evidence) {
        float[] truth = new float[evidence.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = evidence.get(i).plus() ? 1 : 0;
        }
        return context.floats(truth, truth.length, 1);
    }

    /** How a reader does with evidence that it was not taught with. */
    Report report(int count) {
        List<Evidence> evidence = Evidence.draw(count, random);
        return reader.predict(
                evidence,
                (context, answer) -> Report.of(evidence, context.numbers(answer.probability()), answer.steps()));
    }
}
