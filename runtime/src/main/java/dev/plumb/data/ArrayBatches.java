package dev.plumb.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The batches of a source in memory, which knows the shapes of its arrays: for whoever wants a batch as arrays of its own. */
public interface ArrayBatches extends Batches {
    /** A copy of the current batch of one input, float32, int32 or strings, with the axis of examples first. */
    INDArray inputArray(int index);

    /** A copy of the current batch of one target, float32 or int32, with the axis of examples first. */
    INDArray targetArray(int index);
}
