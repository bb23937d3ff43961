package dev.plumb.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** Who uses a session: one thread at a time, and nobody once it is closed. No thread waits for another here, and nothing is allocated. */
final class SessionUse {
    private static final int OPEN = 0;
    private static final int RUNNING = 1;
    private static final int CLOSED = 2;

    private final String model;
    private final AtomicInteger state = new AtomicInteger(OPEN);

    /** The use of a session of a model. */
    SessionUse(String model) {
        this.model = model;
    }

    /**
     * What {@link #end} ends.
     *
     * @throws IllegalStateException if the session is closed, or another thread uses it at this moment
     */
    void begin() {
        int was = state.compareAndExchange(OPEN, RUNNING);
        if (was == CLOSED) {
            throw new IllegalStateException("this session of model '" + model + "' is closed");
        } else if (was == RUNNING) {
            throw new IllegalStateException("this session of model '" + model
                    + "' runs at this moment in another thread, and its buffers are for one\n"
                    + "  fix     open a session for each thread");
        }
    }

    void end() {
        state.set(OPEN);
    }

    /**
     * Nobody uses it any more.
     *
     * @return whether it was open until now
     * @throws IllegalStateException if a thread uses it at this moment; it stays open then
     */
    boolean close() {
        int was = state.compareAndExchange(OPEN, CLOSED);
        if (was == RUNNING) {
            throw new IllegalStateException("this session of model '" + model
                    + "' runs at this moment in another thread, which uses its memory\n"
                    + "  fix     close it in the thread that runs it, or when that has ended");
        }
        return was == OPEN;
    }
}
