package dev.plumb.compile;

import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.Print;

/**
 * How the examples of one prediction are shared out: of how many examples its plans are, and in how many parts threads compute it at the same time. Each plan takes memory, and time to prepare, so few do
 * for all numbers of examples.
 *
 * @param pass what a run takes whatever the number of examples: to read the weights, to call the kernels; in microseconds on one thread, about
 * @param example what each example takes
 */
public record BatchSizes(double pass, double example) {
    /** If nothing is known. */
    public static final BatchSizes UNKNOWN = new BatchSizes(0, 0);

    /** Plans differ by so many examples, twice as many where they are large. */
    private static final int STEP = 4;

    private static final int SMALLEST_LARGE = 16;

    /** What takes less, in microseconds, is over before another thread has begun. */
    private static final double SMALLEST_DIVIDED = 80;

    /** Products of fewer examples read the weights for little; and those of a few are computed by other code than those of many, so that the last bits would depend on who else predicts. */
    private static final int FEWEST_OF_PART = 8;

    /** Of plans like this one for so many examples. Those that print are for just the examples that there are. */
    static BatchSizes of(Program program, int batch) {
        if (isPrinting(program)) {
            return UNKNOWN;
        }
        double pass = WorkEstimate.microseconds(WorkEstimate.matrices(program));
        return new BatchSizes(pass, Math.max(0, WorkEstimate.microseconds(program) - pass) / batch);
    }

    private static boolean isPrinting(Program program) {
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Print
                    || (instruction.op() instanceof Loop loop && isPrinting(LoopProgram.of(loop.body())))) {
                return true;
            }
        }
        return false;
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
