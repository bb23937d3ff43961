package dev.plumb.data;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Each example changed, see {@link Dataset#map}. */
final class MappedDataset<I, T> extends ComposedDataset<I, T> {
    private final UnaryOperator<Example> function;

    MappedDataset(Dataset<I, T> source, UnaryOperator<Example> function) {
        super(source);
        this.function = Objects.requireNonNull(function, "the function is null");
    }

    @Override
    public DataReader<Example> examples(Order order) {
        DataReader<Example> examples = source().examples(order);
        return new DataReader<>() {
            @Override
            public @Nullable Example next() {
                Example example = examples.next();
                return example == null
                        ? null
                        : Objects.requireNonNull(
                                function.apply(example),
                                "the function of map(…) gave null: filter(…) leaves examples out");
            }

            @Override
            public void close() {
                examples.close();
            }
        };
    }

    /** Parts are taken before they are changed, so that a source in memory stays one. */
    @Override
    public Dataset<I, T> take(int count) {
        return source().take(count).map(function);
    }

    @Override
    public Dataset<I, T> skip(int count) {
        return source().skip(count).map(function);
    }

    @Override
    public Split<I, T> split(double validationFraction) {
        return Splits.each(source().split(validationFraction), part -> part.map(function));
    }
}
