package dev.plumb.data;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a thread of its own, so many ahead of whoever takes what was read. What ends the reading, an error too, comes in its place in the order;
 * {@link #close} ends the thread and waits until it has closed the source; what that throws is thrown here.
 */
final class ReadAhead<E> implements DataReader<E> {
    private final DataReader<E> source;
    private final BlockingQueue<Item<E>> read;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Throwable notClosed;
    private @Nullable Item<E> last;

    /** One that was read, the end, or what went wrong. */
    private record Item<E>(@Nullable E element, @Nullable Throwable failure) {}

    ReadAhead(DataReader<E> source, int ahead) {
        this.source = source;
        this.read = new ArrayBlockingQueue<>(ahead);
        this.thread = new Thread(this::run, "plumb-prefetch");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, the other thread gets it
    private void run() {
        try {
            readAll();
        } finally {
            try {
                source.close();
            } catch (RuntimeException | Error e) {
                notClosed = e;
            }
        }
    }

    private void readAll() {
        try {
            Item<E> item;
            do {
                item = item();
                read.put(item);
            } while (item.element() != null && !closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody takes it any more
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, the other thread gets it
    private Item<E> item() {
        try {
            return new Item<>(source.next(), null);
        } catch (RuntimeException | Error e) {
            return new Item<>(null, e);
        }
    }

    /**
     * The next one.
     *
     * @throws CancellationException if this thread is interrupted while it waits; the thread that reads ends, too
     */
    @Override
    public @Nullable E next() {
        Item<E> item = last;
        if (item == null) {
            item = take();
            if (item.element() != null) {
                return item.element();
            }
            last = item;
        }
        rethrow(item.failure());
        return null;
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
    }

    private Item<E> take() {
        try {
            return read.take();
        } catch (InterruptedException e) {
            CancellationException interrupted = new CancellationException("interrupted while waiting for data");
            interrupted.initCause(e);
            try {
                close();
            } catch (RuntimeException | Error notClosedEither) {
                interrupted.addSuppressed(notClosedEither);
            }
            Thread.currentThread().interrupt();
            throw interrupted;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        read.clear();
        last = new Item<>(null, null);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable failure = notClosed;
        notClosed = null;
        rethrow(failure);
    }
}
