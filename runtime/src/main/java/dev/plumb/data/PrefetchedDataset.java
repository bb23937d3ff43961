package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.List;
import java.util.function.Supplier;

/** Batches that are read ahead by a thread, see {@link Dataset#prefetch}. */
final class PrefetchedDataset<I, T> extends ComposedDataset<I, T> {
    private final int batches;

    PrefetchedDataset(Dataset<I, T> source, int batches) {
        super(source);
        if (batches < 1) {
            throw new InputException("prefetch(…) must read at least 1 batch ahead, found " + batches);
        }
        this.batches = batches;
    }

    @Override
    public DataReader<Example> examples(Order order) {
        return ahead(() -> source().examples(order));
    }

    @Override
    public DataReader<List<Example>> exampleBatches(int batchSize, Order order) {
        return ahead(() -> source().exampleBatches(batchSize, order));
    }

    private <E> DataReader<E> ahead(Supplier<DataReader<E>> reader) {
        return new ReadAhead<>(reader.get(), batches);
    }

    /** Parts are taken before they are read ahead, so that a source in memory stays one. */
    @Override
    public Dataset<I, T> take(int count) {
        return source().take(count).prefetch(batches);
    }

    @Override
    public Dataset<I, T> skip(int count) {
        return source().skip(count).prefetch(batches);
    }

    @Override
    public Split<I, T> split(double validationFraction) {
        return Splits.each(source().split(validationFraction), part -> part.prefetch(batches));
    }
}
