package dev.plumb.runtime;

import dev.plumb.data.Order;
import java.util.OptionalInt;

/** The way from a data set to a model, to be gone once in each epoch. */
interface Course {
    /** The number of batches of an epoch, if it is known before. */
    OptionalInt steps(int batchSize);

    /** An epoch of training. */
    Pass training(int batchSize, Order order);

    /** Scores all examples, in their order. */
    Pass evaluation(int batchSize);

    /** The weights of the examples of training by their classes. */
    default ClassWeights classWeights() {
        return ClassWeights.NONE;
    }
}
