package dev.plumb.compile;

import dev.plumb.engine.Program;
import java.util.OptionalInt;

/**
 * Among how many threads the plans of one model divide each step of their work. Unless somebody says how many: all cores where the steps are
 * large, so that training and predictions of many examples are fast; one thread for a single example, unless it is large, and where the steps are so
 * small that to divide them takes longer than to do them. Thread safe.
 */
public final class Threads {

    /** Decide by the work. */
    static final int BY_WORK = 0;

    /** Decide by the work, and leave the other cores to others who predict single examples at the same time: also a large one has one core. */
    static final int BESIDE_OTHERS = -1;

    /** Each takes memory in each plan. */
    static final int MOST = 1024;

    /** To start and join other threads takes some microseconds; a step has to be worth that. */
    private static final double SMALLEST_STEP = 8;

    /** The same for an op by itself: between two of them the other threads fall asleep, and have to be woken. */
    private static final double SMALLEST_OP = 32;

    /** A prediction that takes less leaves the other cores to other predictions: two that divide themselves among the same cores wait for each other. */
    private static final double SMALLEST_PREDICTION = 400;

    /** The multiplications with additions from which on a single example is divided: some milliseconds on one core, in kernels that are long enough. */
    static final double LARGE_EXAMPLE = 100e6;

    private volatile int chosen = BY_WORK;

    /**
     * Fixes the number for all plans from now on.
     *
     * @throws IllegalArgumentException if it is less than 1, or more than any machine has
     */
    public void choose(int threads) {
        if (threads < 1 || threads > MOST) {
            throw new IllegalArgumentException("threads must be from 1 to " + MOST + ", found " + threads
                    + "; this process has " + Runtime.getRuntime().availableProcessors() + " cores");
        }
        chosen = threads;
    }

    /** What was chosen. */
    public OptionalInt chosen() {
        int threads = chosen;
        return threads == BY_WORK ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    /** The sizes of a plan that is prepared now: see {@link Sizes#threads()}. */
    int limit() {
        return chosen;
    }

    /** How many threads an op gets that is executed by itself. */
    int ofOp(Program program) {
        int limit = limit();
        return limit != BY_WORK ? limit : byWork(program, SMALLEST_OP);
    }

    /** How many threads a plan of this program gets. */
    static int of(Program program, int limit) {
        if (limit != BY_WORK) {
            return limit;
        }
        return byWork(program, SMALLEST_STEP);
    }

    private static int byWork(Program program, double smallest) {
        return WorkEstimate.microsecondsPerStep(program) < smallest ? 1 : cores();
    }

    /** The same for the program of so many examples. */
    static int of(Program program, int batch, int limit) {
        return batch == 1 && limit == BY_WORK ? 1 : of(program, limit);
    }

    /** How many threads the plan of a prediction of so many examples gets. */
    static int ofPrediction(Program program, int batch, int limit) {
        return limit == BESIDE_OTHERS || (limit == BY_WORK && isSmall(program, batch)) ? 1 : of(program, limit);
    }

    private static boolean isSmall(Program program, int batch) {
        return batch == 1
                ? WorkEstimate.operations(program) < 2 * LARGE_EXAMPLE
                : WorkEstimate.microseconds(program) < SMALLEST_PREDICTION;
    }

    /** Whether threads of a team may share the products of a single row: unless somebody says how many threads there are, or each kernel is divided already. */
    static boolean areRowsShared(int threads, int limit) {
        return threads == 1 && (limit == BY_WORK || limit == BESIDE_OTHERS);
    }

    /** The cores of this process, or fewer if the environment says so: {@code OMP_NUM_THREADS}, which is OpenMP's own setting. */
    static int cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        String stated = System.getenv("OMP_NUM_THREADS");
        return stated != null && isCount(stated) ? Math.min(Integer.parseInt(stated), cores) : cores;
    }

    /** From 1 on, and no more digits than a number has. A start does without regular expressions. */
    private static boolean isCount(String stated) {
        int digits = stated.length();
        return digits > 0
                && digits <= 6
                && stated.charAt(0) != '0'
                && stated.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
