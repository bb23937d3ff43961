package dev.plumb.samples.halting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HaltingTest {
    /**
     * The sum of a fixed number of readings is the best that there is without looking at them; who may stop when sure does better with as many
     * in the mean.
     */
    @Test
    void itReadsLessWhereLessIsEnough() {
        Lesson lesson = new Lesson(new SureReader(42), 1);
        lesson.learn(400);
        Report report = lesson.report(4000);
        assertTrue(report.right() > 0.97 && report.right() > report.fixedRight() + 0.005, report::toString);
        assertTrue(report.easySteps() < 8 && report.easySteps() < 0.6 * report.hardSteps(), report::toString);
    }

    @Test
    void theProbabilitiesOfStoppingAddUp() {
        List<Evidence> evidence = Evidence.draw(6, new SplittableRandom(3));
        SureReader reader = new SureReader(5);
        reader.build(evidence);
        // whoever believes the same after each reading believes it in the end, however that is weighted
        reader.setWeight("believe/kernel", reader.weight("believe/kernel").mul(0));
        reader.setWeight("believe/bias", reader.weight("believe/bias").add(1));
        float[] found = reader.predict(evidence, (context, answer) -> context.numbers(answer.probability()));
        for (float probability : found) {
            assertEquals(1 / (1 + Math.exp(-1)), probability, 1e-5);
        }
    }

    @Test
    void whatOthersOfABatchDoDoesNotMatter() {
        List<Evidence> evidence = Evidence.draw(8, new SplittableRandom(4));
        SureReader reader = new SureReader(5);
        List<Integer> together = steps(reader, evidence);
        List<Integer> alone =
                evidence.stream().map(one -> steps(reader, List.of(one)).get(0)).toList();
        assertEquals(alone, together);
    }

    private static List<Integer> steps(SureReader reader, List<Evidence> evidence) {
        return reader.predict(evidence, (context, answer) -> answer.steps());
    }
}
