package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.weights.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Examples that come at random out of a buffer, see {@link Dataset#shuffle}. */
final class ShuffledDataset<I, T> extends ComposedDataset<I, T> {
    private final int buffer;
    private final long seed;

    ShuffledDataset(Dataset<I, T> source, int buffer, long seed) {
        super(source);
        if (buffer < 1) {
            throw new InputException("the buffer of shuffle(…) must hold at least 1 example, found " + buffer);
        }
        this.buffer = buffer;
        this.seed = seed;
    }

    @Override
    public boolean shuffles() {
        return true;
    }

    @Override
    public DataReader<Example> examples(Order order) {
        DataReader<Example> examples = source().examples(order);
        return order.isShuffled() ? new Shuffled(examples, Seeds.derive(seed, order.seed())) : examples;
    }

    /** Which examples are in a part does not change from epoch to epoch: it is decided before they are shuffled. */
    @Override
    public Split<I, T> split(double validationFraction) {
        return Splits.each(source().split(validationFraction), part -> part.shuffle(buffer, seed));
    }

    /** Which examples are in a part is decided before they are shuffled. */
    @Override
    public Dataset<I, T> take(int count) {
        return source().take(count).shuffle(buffer, seed);
    }

    @Override
    public Dataset<I, T> skip(int count) {
        return source().skip(count).shuffle(buffer, seed);
    }

    private final class Shuffled implements DataReader<Example> {
        private final DataReader<Example> examples;
        private final SplittableRandom random;
        private final List<Example> held = new ArrayList<>();

        Shuffled(DataReader<Example> examples, long seed) {
            this.examples = examples;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public @Nullable Example next() {
            while (held.size() < buffer) {
                Example example = examples.next();
                if (example == null) {
                    break;
                }
                held.add(example);
            }
            if (held.isEmpty()) {
                return null;
            }
            int chosen = random.nextInt(held.size());
            Example last = held.remove(held.size() - 1);
            return chosen == held.size() ? last : held.set(chosen, last);
        }

        @Override
        public void close() {
            examples.close();
        }
    }
}
