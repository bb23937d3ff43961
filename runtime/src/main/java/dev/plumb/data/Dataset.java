package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.OptionalInt;

/**
 * A source of examples with their targets, read in batches as often as there are epochs. {@link #of} is the one for arrays in memory.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
public interface Dataset<I, T> {
    /**
     * Examples in memory: example i is row i of every array. Nothing is copied from float32 and int32 arrays in row-major order; other
     * arrays are converted once: floating-point types to float32, integers and booleans to int32.
     *
     * @throws InputException if there are no examples, an array has no axis of examples, or their numbers differ
     */
    static <I, T> ArrayDataset<I, T> of(
            Structure<I> inputStructure, I inputs, Structure<T> targetStructure, T targets) {
        return ArrayDataset.of(inputStructure, inputs, targetStructure, targets);
    }

    /** How the inputs look to the user. By these names, and not by their order, they reach the inputs of a model. */
    Structure<I> inputStructure();

    /**
     * How the targets look to the user. By these names they reach the outputs of a model; those of outputs that are not trained are left
     * alone.
     */
    Structure<T> targetStructure();

    /** The number of examples, if it is known before they are read. */
    OptionalInt knownSize();

    /**
     * Starts an epoch.
     *
     * @throws IllegalArgumentException if the batch size is less than 1, or the source cannot be read in this order
     */
    Batches batches(int batchSize, Order order);
}
