package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The first examples, see {@link Dataset#take}. */
final class TakenDataset<I, T> extends ComposedDataset<I, T> {
    private final int count;

    TakenDataset(Dataset<I, T> source, int count) {
        super(source);
        if (count < 1) {
            throw new InputException("cannot take " + count + " examples: expected at least 1");
        }
        this.count = count;
    }

    @Override
    public OptionalInt knownSize() {
        OptionalInt size = source().knownSize();
        return size.isPresent() ? OptionalInt.of(Math.min(count, size.getAsInt())) : size;
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
            private int taken;

            @Override
            public @Nullable Example next() {
                if (taken == count) {
                    return null;
                }
                taken++;
                return examples.next();
            }

            @Override
            public void close() {
                examples.close();
            }
        };
    }
}
