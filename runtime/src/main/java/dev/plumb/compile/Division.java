package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Instruction;
import java.util.Map;

/**
 * How a batch of training is divided among threads. Usually each kernel is: then all threads wait for the last one after each of them. Where kernels are short, the batch is
 * divided instead: each thread computes the gradients of a part of the examples, and they wait for each other once a step.
 *
 * @param parts equally large parts of the batch; 1 if it is not divided
 * @param threads among how many threads each kernel of a part is divided
 */
record Division(int parts, int threads) {
    /** Products of fewer examples are slow for each of them, unless an example has many rows of its own: then it takes long. */
    private static final int FEWEST_EXAMPLES = 8;

    /** How long so many examples take, in microseconds on one thread, that are few and can be divided all the same. */
    private static final double LONG = 2_000;

    /** What it takes until the last of the threads is done with a kernel and has the next one, in microseconds: from 3 to 25, by the machine. */
    private static final double JOIN = 10;

    /** How often a gradient is written or read because there are several: each thread writes one, and they are added. */
    private static final double TIMES_GRADIENTS = 2.5;

    /** A step that takes less, in microseconds, is over before another thread has begun. */
    private static final double SMALLEST_STEP = 200;

    /**
     * The division of a step.
     *
     * @param limit among how many threads work may be divided: see {@link Sizes#threads()}
     */
    static Division of(StepProgram step, int batch, int limit) {
        return of(step, batch, limit, Threads.cores());
    }

    /** The same on a machine of so many cores. */
    static Division of(StepProgram step, int batch, int limit, int cores) {
        Division whole = new Division(1, Threads.of(step.program(), batch, limit));
        double microseconds = WorkEstimate.microseconds(step.program());
        boolean isSmall = limit == Threads.BY_WORK && microseconds < SMALLEST_STEP;
        if (!step.isMean() || isSmall || !isWorthwhile(step)) {
            return whole;
        }
        double fewest = Math.min(FEWEST_EXAMPLES, LONG / (microseconds / batch));
        int most = limit == Threads.BY_WORK ? cores : limit;
        int parts = Math.min(most, batch);
        while (parts > 1 && (batch % parts != 0 || (double) batch / parts < fewest)) {
            parts--;
        }
        // Kernels that are too short to be divided stay so in a part.
        return parts == 1 ? whole : new Division(parts, whole.threads() == 1 ? 1 : most / parts);
    }

    private static boolean isWorthwhile(StepProgram step) {
        Map<Integer, Instruction> scatters = GradientArray.scatters(step.program());
        long numbers = step.gradients().values().stream()
                .mapToLong(gradient -> added(step.program(), gradient, scatters))
                .sum();
        return WorkEstimate.steps(step.program()) * JOIN > WorkEstimate.microseconds(TIMES_GRADIENTS * numbers);
    }

    /** How many numbers of a gradient are added: of that of a table those of the rows that another part has read, as if there were two. */
    private static long added(Program program, Var gradient, Map<Integer, Instruction> scatters) {
        Instruction scatter = scatters.get(program.output(gradient.id()).id());
        int numbers = gradient.type().elements();
        return scatter == null
                ? numbers
                : Math.min(
                        numbers, program.value(scatter.inputs().get(0)).type().elements() / 2);
    }
}
