package dev.plumb.compile;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * A prepared prediction of one batch size with memory of its own. One thread at a time; its buffers are not to be used once it was given
 * back.
 */
public interface PredictPlan extends Prepared, FedBuffers {

    /** Whether an input is of floats, not of integers. */
    boolean isFloat(int index);

    /** Among how many threads each of its kernels is divided: two plans of several wait for each other if they run at the same time. 0 if that is not known. */
    default int threads() {
        return 0;
    }

    /** Whether it is for the {@linkplain FirstPredictions first predictions} only: then another takes its place. */
    default boolean isFirst() {
        return false;
    }

    /** This plan, or a view of its first examples: it is for {@code room} of them. */
    default PredictPlan first(int count, int room) {
        return count == room ? this : new FirstExamples(this, count, room);
    }

    /** The number of inputs. */
    int inputs();

    /** The number of outputs. */
    int outputs();

    /** Whether an output is of floats, not of integers. */
    boolean isFloatOutput(int index);

    /** The memory of an output of floats, to be read from index 0 after a run. */
    FloatBuffer output(int index);

    /** The memory of an output of integers. */
    IntBuffer outputInts(int index);

    /** A view of an input that may outlive the plan. */
    FloatBuffer lastingInput(int index);

    /** A view of an input of integers that may outlive the plan. */
    IntBuffer lastingInputInts(int index);

    /** A view of an output of floats that may outlive the plan. */
    FloatBuffer lastingOutput(int index);

    /** A view of an output of integers that may outlive the plan. */
    IntBuffer lastingOutputInts(int index);

    /** The shape of an output, with the batch axis. */
    List<Integer> outputShape(int index);

    /** What the random numbers of the next run are made from, if it draws any. */
    void seed(int seed);

    /** Whether stateful layers keep something of each example: then a run goes on from a batch before. */
    default boolean isStateful() {
        return false;
    }

    /** Begins the next run with these states. */
    default void readStates(RecurrentStates states) {}

    /** Keeps the states after the last run. */
    default void writeStates(RecurrentStates states) {}

    /** Computes the outputs of what the inputs hold. */
    void run();
}
