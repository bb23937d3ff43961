package dev.plumb.data;

import java.util.OptionalInt;

/**
 * Examples that are read one after the other, put together to batches here. A data set of one's own is a class that says its structures and
 * gives {@link #examples}; {@link Dataset#generate} makes one of any source of iterators.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
public interface StreamedDataset<I, T> extends Dataset<I, T> {
    /** The examples of an epoch. A source that can be read in one order only does not look at it, and {@link #shuffles} is false. */
    @Override
    DataReader<Example> examples(Order order);

    @Override
    default boolean shuffles() {
        return false;
    }

    @Override
    default OptionalInt knownSize() {
        return OptionalInt.empty();
    }

    @Override
    default ArrayBatches batches(int batchSize, Order order) {
        return new ExampleBatches(
                inputStructure().names(), targetStructure().names(), exampleBatches(batchSize, order));
    }

    /**
     * Cuts off the last examples for validation. Without a known size all are read once, to count them.
     *
     * @throws dev.plumb.array.InputException if the fraction is not between 0 and 1, or leaves one part empty
     */
    @Override
    default Split<I, T> split(double validationFraction) {
        return Splits.byShare(this, validationFraction);
    }
}
