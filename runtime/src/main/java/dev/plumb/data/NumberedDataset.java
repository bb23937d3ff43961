package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.Objects;
import java.util.function.IntFunction;

/** Examples by their numbers, see {@link Dataset#indexed}. */
record NumberedDataset<I, T>(
        Structure<I> inputStructure, Structure<T> targetStructure, int size, IntFunction<Example> example)
        implements IndexedDataset<I, T> {
    NumberedDataset {
        Objects.requireNonNull(example, "what gives an example is null");
        if (size < 1) {
            throw new InputException("there are no examples: expected at least one");
        }
    }

    @Override
    public Example example(int index) {
        return example.apply(Objects.checkIndex(index, size));
    }

    /** Such as {@code 1797 examples: image -> digit}. */
    @Override
    public String toString() {
        return size + " examples: " + String.join(", ", inputStructure.names()) + " -> "
                + String.join(", ", targetStructure.names());
    }
}
