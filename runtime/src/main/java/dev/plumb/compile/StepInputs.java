package dev.plumb.compile;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** What a batch is written to before a step: each buffer from index 0. */
public interface StepInputs {

    /** The memory of an input of floats, in the order of the graph. */
    FloatBuffer input(int index);

    /** The memory of an input of whole numbers. */
    IntBuffer inputInts(int index);

    /** Whether the targets of an output are class indices, to be written to {@link #targetInts}. */
    boolean isSparse(int index);

    /** The memory of the targets of an output. */
    FloatBuffer target(int index);

    /** The memory of the targets of an output that are class indices. */
    IntBuffer targetInts(int index);

    /** Whether the samples of an output have weights, to be written to {@link #weights}. */
    boolean isWeighted(int index);

    /** The memory of the weights of the samples of an output: so many numbers for each example as its loss has values. */
    FloatBuffer weights(int index);
}
