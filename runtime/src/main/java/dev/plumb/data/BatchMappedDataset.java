package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Each batch changed, see {@link Dataset#mapBatches}. */
final class BatchMappedDataset<I, T> extends ComposedDataset<I, T> {
    private final UnaryOperator<List<Example>> function;

    BatchMappedDataset(Dataset<I, T> source, UnaryOperator<List<Example>> function) {
        super(source);
        this.function = Objects.requireNonNull(function, "the function is null");
    }

    @Override
    public DataReader<Example> examples(Order order) {
        throw new InputException("mapBatches(…) changes batches, and here examples are wanted one by one:"
                + " put it behind what chooses, orders or keeps examples");
    }

    @Override
    public DataReader<List<Example>> exampleBatches(int batchSize, Order order) {
        DataReader<List<Example>> batches = source().exampleBatches(batchSize, order);
        return new DataReader<>() {
            @Override
            public @Nullable List<Example> next() {
                List<Example> batch = batches.next();
                if (batch == null) {
                    return null;
                }
                List<Example> mapped = Objects.requireNonNull(
                        function.apply(List.copyOf(batch)),
                        "the function of mapBatches(…) gave null instead of a batch");
                if (mapped.size() != batch.size()) {
                    throw new InputException("the function of mapBatches(…) made a batch of " + mapped.size()
                            + " examples of one of " + batch.size() + ": expected as many");
                }
                return mapped;
            }

            @Override
            public void close() {
                batches.close();
            }
        };
    }

    @Override
    public Split<I, T> split(double validationFraction) {
        return Splits.each(source().split(validationFraction), part -> part.mapBatches(function));
    }
}
