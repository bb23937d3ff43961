package dev.plumb.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Examples in batches, as they come. */
final class GroupedExamples implements DataReader<List<Example>> {
    private final DataReader<Example> examples;
    private final int batchSize;

    GroupedExamples(DataReader<Example> examples, int batchSize) {
        if (batchSize < 1) {
            examples.close();
            throw new IllegalArgumentException("the batch size must be at least 1, found " + batchSize);
        }
        this.examples = examples;
        this.batchSize = batchSize;
    }

    @Override
    public @Nullable List<Example> next() {
        List<Example> batch = new ArrayList<>();
        while (batch.size() < batchSize) {
            Example example = examples.next();
            if (example == null) {
                break;
            }
            batch.add(example);
        }
        return batch.isEmpty() ? null : batch;
    }

    @Override
    public void close() {
        examples.close();
    }
}
