package dev.plumb.compile;

import dev.plumb.graph.Cost;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;

/**
 * How the examples of one prediction are shared out: of how many examples its plans are, and in how many parts threads compute it at the same time. Each plan takes memory, and time to prepare, so few do
 * for all numbers of examples.
 *
 * @param pass what a run takes whatever the number of examples: to read the weights, to call the kernels; in microseconds on one thread, about
 * @param example what each example takes
 */
record BatchSizes(double pass, double example) {
    /** If nothing is known. */
    static final BatchSizes UNKNOWN = new BatchSizes(0, 0);

    /** Plans differ by so many examples, twice as many where they are large. */
    private static final int STEP = 4;

    private static final int SMALLEST_LARGE = 16;

    /** What takes less, in microseconds, is over before another thread has begun. */
    private static final double SMALLEST_DIVIDED = 80;

    /** Products of fewer examples read the weights for little; and those of a few are computed by other code than those of many, so that the last bits would depend on who else predicts. */
    private static final int FEWEST_OF_PART = 8;

    /**
     * Of a model. It depends on nothing else, so that a prediction has the same bits whatever was predicted before. Nobody knows what a layer in code does with an example more, such as printing it or drawing random
     * numbers for it, nor what symbolic sizes will be.
     */
    static BatchSizes of(Graph graph) {
        Cost cost = Cost.of(graph);
        if (cost.uncounted() > 0 || !graph.names().isEmpty() || graph.isStateful()) {
            return UNKNOWN;
        }
        double once = 0;
        for (Node node : graph.nodes()) {
            if (Cost.isCounted(node)) {
                // The weights that are multiplied once for each example, as those of dense layers are.
                once += Math.min(
                        (double) node.parameters(),
                        Cost.of(node).flops().value().doubleValue() / 2.0);
            }
        }
        return new BatchSizes(
                WorkEstimate.microseconds(once),
                WorkEstimate.ofMultiplications(cost.flops().value().doubleValue() / 2.0)
                        + WorkEstimate.microseconds(
                                2.0 * cost.activationBytes().value().doubleValue() / Float.BYTES));
    }

    private boolean isKnown() {
        return example > 0;
    }

    /** Whether to compute some examples more costs less than to run another plan for the rest. */
    private boolean areSomeMoreCheap() {
        return isKnown() && 2 * STEP * example <= pass;
    }

    /** How long so many examples take one thread. */
    long nanoseconds(int examples) {
        return (long) (1e3 * (pass + examples * example));
    }

    /** For how many examples a plan computes the next of so many: the rest comes after it. It may be for more than there are. */
    int next(int examples) {
        if (examples <= STEP || !areSomeMoreCheap()) {
            return Integer.highestOneBit(examples);
        }
        int step = examples > SMALLEST_LARGE ? 2 * STEP : STEP;
        return (examples + step - 1) / step * step;
    }

    /** In how many parts so many examples are computed by as many threads, if the caller has all cores; 1 if they are not divided, or each kernel is. */
    int parts(int examples, int cores) {
        if (!areSomeMoreCheap() || pass + examples * example < SMALLEST_DIVIDED) {
            return 1;
        }
        return Math.max(1, Math.min(cores, examples / FEWEST_OF_PART));
    }
}
