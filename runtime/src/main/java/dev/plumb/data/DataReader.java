package dev.plumb.data;

import org.jspecify.annotations.Nullable;

/**
 * Reads one thing after the other: the examples of an epoch, its batches, the rows of a table. For use by one thread.
 *
 * @param <E> what is read
 */
public interface DataReader<E> extends AutoCloseable {
    /**
     * The next one, null after the last.
     *
     * @throws dev.plumb.array.InputException if it is not what was expected; the message says where it stands
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    @Nullable
    E next();

    /** Releases what the source holds; may be called at any time, and more than once. */
    @Override
    default void close() {}
}
