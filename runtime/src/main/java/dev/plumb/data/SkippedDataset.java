package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** All but the first examples, see {@link Dataset#skip}. */
final class SkippedDataset<I, T> extends ComposedDataset<I, T> {
    private final int count;

    SkippedDataset(Dataset<I, T> source, int count) {
        super(source);
        if (count < 0) {
            throw new InputException("cannot skip " + count + " examples: expected 0 or more");
        }
        this.count = count;
    }

    @Override
    public OptionalInt knownSize() {
        OptionalInt size = source().knownSize();
        return size.isPresent() ? OptionalInt.of(Math.max(0, size.getAsInt() - count)) : size;
    }

    /** Else which examples these are would differ from epoch to epoch. */
    @Override
    public boolean shuffles() {
        return false;
    }

    @Override
    public DataReader<Example> examples(Order order) {
        DataReader<Example> examples = source().examples(Order.sequential());
        return new DataReader<>() {
            private int skipped;

            @Override
            public @Nullable Example next() {
                Example example = examples.next();
                while (example != null && skipped < count) {
                    skipped++;
                    example = examples.next();
                }
                return example;
            }

            @Override
            public void close() {
                examples.close();
            }
        };
    }
}
