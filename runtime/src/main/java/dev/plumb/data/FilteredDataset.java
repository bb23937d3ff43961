package dev.plumb.data;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The examples that are accepted, see {@link Dataset#filter}. */
final class FilteredDataset<I, T> extends ComposedDataset<I, T> {
    private final Predicate<Example> accepted;

    FilteredDataset(Dataset<I, T> source, Predicate<Example> accepted) {
        super(source);
        this.accepted = Objects.requireNonNull(accepted, "the condition is null");
    }

    @Override
    public OptionalInt knownSize() {
        return OptionalInt.empty();
    }

    @Override
    public DataReader<Example> examples(Order order) {
        DataReader<Example> examples = source().examples(order);
        return new DataReader<>() {
            @Override
            public @Nullable Example next() {
                Example example = examples.next();
                while (example != null && !accepted.test(example)) {
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
