package dev.plumb.data;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Examples that stay in memory when they were read once, see {@link Dataset#cache}. */
final class CachedDataset<I, T> extends ComposedDataset<I, T> {
    private volatile @Nullable List<Example> kept;

    CachedDataset(Dataset<I, T> source) {
        super(source);
    }

    /** The first epoch has the order of the source; in those after it all orders are equally likely. */
    @Override
    public boolean shuffles() {
        return true;
    }

    @Override
    public OptionalInt knownSize() {
        List<Example> all = kept;
        return all == null ? source().knownSize() : OptionalInt.of(all.size());
    }

    @Override
    public DataReader<Example> examples(Order order) {
        List<Example> all = kept;
        return all == null
                ? new Keeping(order)
                : new NumberedDataset<>(inputStructure(), targetStructure(), all.size(), all::get).examples(order);
    }

    /** Parts are kept as well: they share the examples, and are shuffled for themselves. */
    @Override
    public Dataset<I, T> take(int count) {
        return new CachedDataset<>(super.take(count));
    }

    @Override
    public Dataset<I, T> skip(int count) {
        return new CachedDataset<>(super.skip(count));
    }

    /** Reads all in the order of the source, which is what epochs without shuffling have, and then gives them in the order that is wanted. */
    private final class Keeping implements DataReader<Example> {
        private final Order order;
        private final DataReader<Example> examples = source().examples(Order.sequential());
        private final List<Example> read = new ArrayList<>();
        private @Nullable DataReader<Example> shuffled;

        Keeping(Order order) {
            this.order = order;
        }

        @Override
        public @Nullable Example next() {
            if (order.isShuffled()) {
                return shuffled().next();
            }
            return keep();
        }

        private @Nullable Example keep() {
            Example example = examples.next();
            if (example == null) {
                kept = List.copyOf(read);
            } else {
                read.add(example);
            }
            return example;
        }

        private DataReader<Example> shuffled() {
            DataReader<Example> reader = shuffled;
            if (reader == null) {
                while (keep() != null) {
                    // all of them
                }
                reader = CachedDataset.this.examples(order);
                shuffled = reader;
            }
            return reader;
        }

        @Override
        public void close() {
            examples.close();
        }
    }
}
