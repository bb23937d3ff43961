package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Readers of what Java reads with otherwise. */
final class Readers {
    private Readers() {}

    static Supplier<DataReader<Example>> ofIterators(Supplier<? extends Iterator<Example>> source) {
        return () -> {
            Iterator<Example> iterator =
                    Objects.requireNonNull(source.get(), "the source of examples gave null instead of an iterator");
            return new Iterated(iterator, iterator instanceof AutoCloseable closeable ? closeable : () -> {});
        };
    }

    static Supplier<DataReader<Example>> ofStreams(Supplier<? extends Stream<Example>> source) {
        return () -> {
            Stream<Example> stream =
                    Objects.requireNonNull(source.get(), "the source of examples gave null instead of a stream");
            try {
                return new Iterated(stream.iterator(), stream);
            } catch (IllegalStateException e) {
                throw new InputException(
                        "the source of examples gave a stream that was read already: each epoch needs a"
                                + " new one, made inside of the supplier");
            }
        };
    }

    private static final class Iterated implements DataReader<Example> {
        private final Iterator<Example> iterator;
        private final AutoCloseable source;
        private long read;
        private boolean closed;

        Iterated(Iterator<Example> iterator, AutoCloseable source) {
            this.iterator = iterator;
            this.source = source;
        }

        @Override
        public @Nullable Example next() {
            if (!iterator.hasNext()) {
                return null;
            }
            Example example = iterator.next();
            if (example == null) {
                throw new InputException("the source of examples gave null for example " + read);
            }
            read++;
            return example;
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                source.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("the source of examples cannot be closed", e);
            }
        }
    }
}
