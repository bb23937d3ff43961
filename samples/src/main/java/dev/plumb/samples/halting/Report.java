package dev.plumb.samples.halting;

import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How a reader does.
 *
 * @param right the share of answers that are right
 * @param easySteps how many readings it takes in the mean where the strength is large
 * @param hardSteps and where it is small
 * @param fixedRight the share that the sum of readings is right about if as many are taken for each, rounded up
 */
record Report(double right, double easySteps, double hardSteps, double fixedRight) {
    static Report of(List<Evidence> evidence, float[] probabilities, List<Integer> steps) {
        int most = (int)
                Math.ceil(steps.stream().mapToInt(Integer::intValue).average().orElseThrow());
        return new Report(
                share(
                        steps.size(),
                        i -> probabilities[i] > 0.5f == evidence.get(i).plus()),
                mean(steps, i -> evidence.get(i).easy()),
                mean(steps, i -> !evidence.get(i).easy()),
                share(steps.size(), i -> evidence.get(i).isToldBy(most)));
    }

    private static double share(int count, IntPredicate right) {
        return IntStream.range(0, count).filter(right).count() / (double) count;
    }

    private static double mean(List<Integer> steps, IntPredicate which) {
        return IntStream.range(0, steps.size())
                .filter(which)
                .map(steps::get)
                .average()
                .orElseThrow();
    }

    /** In the mean of all. */
    double steps() {
        return (easySteps + hardSteps) / 2;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "right about %.1f %% after %.1f readings if easy, %.1f if hard; a fixed number, %.0f for each: %.1f %%",
                100 * right,
                easySteps,
                hardSteps,
                Math.ceil(steps()),
                100 * fixedRight);
    }
}
