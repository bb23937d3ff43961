package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Examples several times in an epoch, see {@link Dataset#repeat}. */
final class RepeatedDataset<I, T> extends ComposedDataset<I, T> {
    private final int times;

    RepeatedDataset(Dataset<I, T> source, int times) {
        super(source);
        if (times < 1) {
            throw new InputException("cannot repeat a data set " + times + " times: expected at least 1");
        }
        this.times = times;
    }

    @Override
    public OptionalInt knownSize() {
        OptionalInt size = source().knownSize();
        long all = (long) size.orElse(0) * times;
        return size.isPresent() && all <= Integer.MAX_VALUE ? OptionalInt.of((int) all) : OptionalInt.empty();
    }

    @Override
    public DataReader<Example> examples(Order order) {
        return new DataReader<>() {
            private int pass;
            private DataReader<Example> examples = source().examples(order);

            @Override
            public @Nullable Example next() {
                Example example = examples.next();
                while (example == null && pass < times - 1) {
                    examples.close();
                    pass++;
                    examples = source().examples(order.next(pass));
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
