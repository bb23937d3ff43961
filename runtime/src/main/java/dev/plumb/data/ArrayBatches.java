package dev.plumb.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The batches of a source that knows the shapes of its arrays: for whoever wants a batch as arrays of its own, and for models with symbolic
 * sizes, which may differ from batch to batch.
 */
public interface ArrayBatches extends Batches {
    /** A copy of the current batch of one input, float32, int32 or strings, with the axis of examples first. */
    INDArray inputArray(int index);

    /** A copy of the current batch of one target, float32 or int32, with the axis of examples first. */
    INDArray targetArray(int index);

    /** Whether an input has strings, which are no array: {@link #input(int, String[])} copies them. */
    default boolean isStrings(int index) {
        return false;
    }

    /** The shape of {@link #inputArray}. */
    default long[] inputShape(int index) {
        return inputArray(index).shape();
    }

    /** The shape of {@link #targetArray}. */
    default long[] targetShape(int index) {
        return targetArray(index).shape();
    }

    /**
     * The shape of the weights that {@link #weight} copies, where a target has some: (examples), or, with a weight for each step of a sequence,
     * (examples, time). Batches of one's own with such weights say so here.
     */
    default long[] weightShape(int target) {
        return new long[] {size()};
    }
}
