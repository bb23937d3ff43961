package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.List;
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
     * arrays are converted once: floating-point types to float32, integers and booleans to int32. Strings are copied.
     *
     * @throws InputException if there are no examples, an array has no axis of examples, or their numbers differ
     */
    static <I, T> ArrayDataset<I, T> of(
            Structure<I> inputStructure, I inputs, Structure<T> targetStructure, T targets) {
        return ArrayDataset.of(inputStructure, inputs, targetStructure, targets);
    }

    /**
     * Examples in memory that are no arrays, such as trees or graphs, with a target each: row i of every target array belongs to example i.
     *
     * @throws InputException if there are no examples, or their number is not that of the targets
     */
    static <E, T> ExampleDataset<E, T> of(List<E> examples, Structure<T> targetStructure, T targets) {
        return ExampleDataset.of(examples, targetStructure, targets);
    }

    /**
     * The examples before and after a cut.
     *
     * @param <I> the inputs as the user sees them
     * @param <T> the targets as the user sees them
     */
    interface Split<I, T> {
        /** The first ones. */
        Dataset<I, T> training();

        /** The last ones. */
        Dataset<I, T> validation();
    }

    /**
     * Cuts off the last examples for validation, as Keras does before any shuffling: sorted data need to be shuffled first.
     *
     * @param validationFraction of the examples; {@code floor(size * (1 - validationFraction))} are kept for training
     * @throws InputException if the fraction is not between 0 and 1, leaves one part empty, or the examples are not in memory
     */
    default Split<I, T> split(double validationFraction) {
        throw new InputException(
                "validationSplit needs examples in memory: give validationData for a data set that is read in batches");
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
