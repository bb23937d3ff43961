package dev.plumb.runtime;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call at a time: others are refused, where they would read and write the memory of the first and get wrong numbers. */
final class SoleUse {
    private final String owner;
    private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

    /** The use of something, as messages name it: {@code the trainer of model 'Classifier'}. */
    SoleUse(String owner) {
        this.owner = owner;
    }

    /**
     * Does something while nobody else may.
     *
     * @throws IllegalStateException if somebody does something already
     */
    <R> R of(Supplier<R> work) {
        return of("evaluate with another trainer of the model there", work);
    }

    /**
     * As {@link #of(Supplier)}.
     *
     * @param instead what whoever called from within should do
     */
    <R> R of(String instead, Supplier<R> work) {
        Thread me = Thread.currentThread();
        Thread other = user.compareAndExchange(null, me);
        if (other != null) {
            throw new IllegalStateException(owner + " is at work"
                    + (other == me
                            ? " and was called again from within, by a callback, or by the data set that it reads: "
                                    + instead
                            : " in thread '" + other.getName()
                                    + "' and is for one thread at a time: wait for it, or evaluate with another"
                                    + " trainer of the model"));
        }
        try {
            return work.get();
        } finally {
            user.set(null);
        }
    }

    /** As {@link #of}, but whoever has the use already may do it as well: a step of one's own, within a fit. */
    <R> R ofOwner(Supplier<R> work) {
        return Thread.currentThread().equals(user.get()) ? work.get() : of(work);
    }
}
