package dev.plumb.compile;

import dev.plumb.engine.team.DetachedThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that takes one task at a time. Between two that follow each other closely it waits actively, for to wake a thread takes as long as such a task; then it sleeps. The same
 * holds for who waits for it.
 */
final class Helper extends DetachedThread {
    /** How long one waits actively, in nanoseconds: longer than what lies between two steps, and little for whoever wants the core. */
    private static final long ACTIVE = 200_000;

    /** How often one looks before one looks at the clock. */
    private static final int LOOKS = 64;

    private static final Runnable RUNNING = new Sign();
    private static final Runnable DONE = new Sign();

    /** Stands where a task would. */
    private static final class Sign implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("this is no task");
        }
    }

    /** Null while there is nothing to do, a task that is offered, {@link #RUNNING}, or {@link #DONE} until who offered it has seen that. */
    private final AtomicReference<@Nullable Runnable> state = new AtomicReference<>();

    /** Who offered the task. */
    private volatile @Nullable Thread owner;

    /** What the owner offered: a task of a team may run a team itself, and who waits for the inner one owns what is of the outer one. */
    private @Nullable Runnable offered;

    private volatile boolean isAsleep;
    private volatile boolean isOwnerAsleep;
    private @Nullable Throwable failure;

    Helper(String name) {
        super(name);
    }

    /** Gives it a task, unless it has one of somebody else. */
    void offer(Runnable task) {
        if (state.compareAndSet(null, task)) {
            offered = task;
            owner = Thread.currentThread();
            if (isAsleep) {
                LockSupport.unpark(this);
            }
        }
    }

    /** Whether it has not begun this task, or was not offered it by this thread: then the task is the caller's again. */
    boolean takesBack(Runnable task) {
        if (owner != Thread.currentThread() || offered != task) {
            return true;
        }
        if (state.get() == task) {
            owner = null;
            if (state.compareAndSet(task, null)) {
                return true;
            }
            owner = Thread.currentThread();
        }
        return false;
    }

    /** Waits until it has ended the task that it was offered by this thread; gives what was thrown by it. */
    @Nullable
    Throwable await() {
        long begin = System.nanoTime();
        for (int looks = 1; state.get() != DONE; looks++) {
            if (looks % LOOKS == 0 && System.nanoTime() - begin > ACTIVE) {
                isOwnerAsleep = true;
                if (state.get() != DONE) {
                    LockSupport.park(this);
                }
                isOwnerAsleep = false;
            }
        }
        Throwable thrown = failure;
        failure = null;
        owner = null;
        state.set(null);
        return thrown;
    }

    @Override
    public void run() {
        long idleSince = System.nanoTime();
        for (int looks = 1; ; looks++) {
            Runnable next = state.get();
            if (next != null && next != DONE && state.compareAndSet(next, RUNNING)) {
                perform(next);
                idleSince = System.nanoTime();
            } else if (looks % LOOKS == 0 && System.nanoTime() - idleSince > ACTIVE) {
                sleep();
            }
        }
    }

    private void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        state.set(DONE);
        if (isOwnerAsleep) {
            LockSupport.unpark(owner);
        }
    }

    private void sleep() {
        isAsleep = true;
        if (isIdle()) {
            LockSupport.park(this);
        }
        isAsleep = false;
    }

    private boolean isIdle() {
        Runnable next = state.get();
        return next == null || next == DONE;
    }
}
