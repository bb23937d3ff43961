package dev.plumb.samples.rare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Verbosity;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RareTest {
    /** The best that can be: the sum of the three moved sensors decides, and errs by a normal distribution. */
    private static final double BEST_AUC = 0.89;

    @Test
    void weightsOfClassesFindWhatIsRare() {
        Evaluation alike = RareSample.train(Map.of(), Verbosity.SILENT);
        Evaluation weighted = RareSample.train(RareSample.rareCounts(), Verbosity.SILENT);
        assertTrue(alike.get("recall") < 0.2, alike::toString);
        assertTrue(weighted.get("recall") > 0.75, weighted::toString);
        assertTrue(weighted.get("precision") < alike.get("precision"), weighted::toString);
        assertTrue(alike.get("auc") > 0.8, alike::toString); // its thresholds are 0.005 apart, its probabilities less
        assertEquals(BEST_AUC, weighted.get("auc"), 0.03, weighted::toString);
    }

    @Test
    void oneOfFiftyIsAFault() {
        assertEquals(
                0.02,
                Readings.dataset(20_000, 1).targetArrays().get(0).meanNumber().doubleValue(),
                0.003);
    }
}
