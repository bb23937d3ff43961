package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Examples that can be read in any order: in memory, or files of a folder. Each epoch takes all of them in a new random order if it is asked
 * to. A data set of one's own is a class that says its structures, its size and an example by its number.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
public interface IndexedDataset<I, T> extends StreamedDataset<I, T> {
    /** The number of examples. */
    int size();

    /** The example of that number, from 0 to size - 1. */
    Example example(int index);

    @Override
    default OptionalInt knownSize() {
        return OptionalInt.of(size());
    }

    @Override
    default boolean shuffles() {
        return true;
    }

    /** The first examples by number, or all if there are less. */
    @Override
    default Dataset<I, T> take(int count) {
        if (count < 1) {
            throw new InputException("cannot take " + count + " examples: expected at least 1");
        }
        return new NumberedDataset<>(inputStructure(), targetStructure(), Math.min(count, size()), this::example);
    }

    /**
     * All but the first examples by number.
     *
     * @throws InputException if the count is negative or leaves none
     */
    @Override
    default Dataset<I, T> skip(int count) {
        if (count < 0 || count >= size()) {
            throw new InputException(
                    "cannot skip " + count + " of " + size() + " examples: expected 0 to " + (size() - 1));
        }
        return new NumberedDataset<>(
                inputStructure(), targetStructure(), size() - count, index -> example(index + count));
    }

    @Override
    default DataReader<Example> examples(Order order) {
        int size = size();
        int[] indices = order.isShuffled() ? order.indices(size) : new int[0];
        return new DataReader<>() {
            private int next;

            @Override
            public @Nullable Example next() {
                if (next == size) {
                    return null;
                }
                int index = next++;
                return example(indices.length == 0 ? index : indices[index]);
            }
        };
    }
}
