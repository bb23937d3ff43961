package dev.plumb.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.benchmarks.measure.Breakdown;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Results results = new Results();

    @Test
    void aLineHasTheRatioFirstAndSaysHowFarTheRoundsLieApart() {
        results.measured(Workload.W3_CNN, "Plumb", 11);
        results.measured(Workload.W3_CNN, "Plumb", 9);
        results.measured(Workload.W3_CNN, "other", 25);
        assertTrue(
                page().contains("| W3 train CNN 28 × 28 (32, 64, dense 128), batch 64, ms | **2.50×** | other"
                        + " | 10.0 (20 %) | 25.0 |"),
                page());
    }

    @Test
    void aLineThatNobodyWasMeasuredOnIsLeftOut() {
        results.measured(Workload.W3_CNN, "Plumb", 11);
        assertFalse(page().contains("W4"), page());
        assertTrue(page().contains("| – | – | 11.0 | – |"), page());
    }

    @Test
    void theMachineHasATableOfItsOwn() {
        results.measured(Workload.M_PRODUCT, "Plumb", 205.25);
        assertTrue(page().contains("| 205 GFLOP/s | – | – |"), page());
    }

    @Test
    void theTimeOfAStepIsDividedInWhatItGoesTo() {
        results.measured(Workload.M_PRODUCT, "Plumb", 200);
        results.measured(Workload.W3_CNN, "Plumb", 10);
        results.broken(Workload.W3_CNN, new Breakdown(9_000, 8_000, 8e8, 1e8, "60 % Convolution"));
        results.broken(Workload.W3_CNN, new Breakdown(9_500, 9_000, 8e8, 1e8, "disturbed"));
        assertTrue(
                page().contains("| W3 train CNN 28 × 28 (32, 64, dense 128), batch 64 | 10.0 ms | **1.25** | 10 % | 10"
                        + " % | 80 % | 40 % | – | 60 % Convolution |"),
                page());
    }

    @Test
    void aReportWithoutSuchNumbersHasNoSuchTable() {
        results.measured(Workload.W3_CNN, "Plumb", 10);
        assertFalse(page().contains("Where the time"), page());
    }

    @Test
    void whatWasNotMeasuredIsNamedWithTheReason() {
        results.unavailable("missing", "No module named 'missing'");
        results.missing(Workload.W4_LSTM, "other", "it failed");
        results.missing(Workload.W3_CNN, "other", "in one round of two");
        results.measured(Workload.W3_CNN, "other", 25);
        String notMeasured = page().substring(page().indexOf("## Not measured"));
        assertEquals("""
            ## Not measured

            - missing: No module named 'missing'
            - other, W4 train LSTM 64 over 100 × 50, batch 32: it failed
            """, notMeasured);
    }

    private String page() {
        return new Report(results, "a machine", "two rounds", List.of("Plumb", "other")).markdown("ratios.svg");
    }
}
