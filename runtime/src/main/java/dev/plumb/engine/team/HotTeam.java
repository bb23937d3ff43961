package dev.plumb.engine.team;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute pieces of one kernel, or of one small prediction, together with the thread that runs it, where the whole takes some microseconds: too little to wake anybody. They are woken when somebody has
 * computed much without a pause, wait actively for the next pieces, and sleep again soon after the last ones.
 *
 * <p>Nobody waits for a thread that may have no core: the caller takes every piece that no other thread has begun. Only one caller at a time has the team; others compute alone. Where that happens,
 * or more time is lost than gained because other threads get no core, the cores are wanted elsewhere: for a while every caller computes alone, and for longer each time. Which thread
 * computes a piece does not matter to the result. Allocates nothing once its threads are there.
 */
public final class HotTeam {
    /** How long a thread waits actively for the next pieces, in nanoseconds: longer than what lies between two products of a network. */
    static final long ACTIVE = 50_000;

    /** So much work without a pause is worth waking the others, in nanoseconds of a slow core: tens of microseconds of another, and what goes on for so long is likely to go on. */
    static final long WORTH_WAKING = 250_000;

    /** How much longer than the caller's own pieces another one may take, in nanoseconds, before its thread has lost its core. */
    private static final long PATIENCE = 30_000;

    private static final int LOOKS = 64;

    private final Helper[] helpers;
    private final LongSupplier clock;
    private final Pause pause;
    private final Claims claims = new Claims();
    private final AtomicBoolean taken = new AtomicBoolean();

    // Of the caller who has the team.
    private long lastEnd;
    private long recent;
    private @Nullable volatile Thread sleeper;

    /**
     * A team that nobody waits in yet.
     *
     * @param size how many threads there are, the caller included
     */
    public HotTeam(int size) {
        this(size, System::nanoTime);
    }

    HotTeam(int size, LongSupplier clock) {
        this.helpers = new Helper[size - 1];
        this.clock = clock;
        this.pause = new Pause(clock.getAsLong());
        this.lastEnd = clock.getAsLong();
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper("plumb-team-" + (i + 1), this);
        }
    }

    /** How many threads there are, the caller included. */
    public int size() {
        return helpers.length + 1;
    }

    /**
     * Runs all pieces, and returns when the last one has ended.
     *
     * @param pieces up to 127, of about the same size
     * @param nanoseconds how long they take together on a slow core
     */
    public void run(Runnable[] pieces, long nanoseconds) {
        long now = clock.getAsLong();
        if (pause.covers(now)) {
            alone(pieces);
        } else if (!taken.compareAndSet(false, true)) {
            pause.begin(now, 0);
            alone(pieces);
        } else {
            try {
                if (isReady(pieces.length - 1, now, nanoseconds)) {
                    together(pieces, now, nanoseconds);
                } else {
                    alone(pieces);
                    lastEnd = clock.getAsLong();
                }
            } finally {
                taken.set(false);
            }
        }
    }

    private static void alone(Runnable[] pieces) {
        for (Runnable piece : pieces) {
            piece.run();
        }
    }

    /** Whether another thread waits actively; after much work without a pause some are woken. */
    private boolean isReady(int wanted, long now, long nanoseconds) {
        recent = now - lastEnd > ACTIVE ? nanoseconds : recent + nanoseconds;
        boolean isWorthWaking = recent >= WORTH_WAKING;
        boolean isAnyAwake = false;
        for (int i = 0; i < Math.min(wanted, helpers.length); i++) {
            Helper helper = helpers[i];
            if (helper.isAsleep() && isWorthWaking) {
                helper.wake();
                recent = 0;
            }
            isAnyAwake |= !helper.isAsleep();
        }
        return isAnyAwake;
    }

    /** Whether a thread of its own was ever woken. */
    boolean isStarted() {
        for (Helper helper : helpers) {
            if (helper.getState() != Thread.State.NEW) {
                return true;
            }
        }
        return false;
    }

    private void together(Runnable[] pieces, long begin, long nanoseconds) {
        claims.offer(pieces);
        int own = 0;
        Throwable failure = null;
        try {
            for (int piece = 0; piece >= 0; piece = claims.first()) {
                own++;
                pieces[piece].run();
            }
        } catch (RuntimeException | Error failed) {
            failure = failed;
            own += claims.withdraw();
        }
        int others = pieces.length - own;
        lastEnd = clock.getAsLong();
        // Not what the caller's own thread has waited for a core.
        long worked = Math.min(lastEnd - begin, nanoseconds);
        if (others == 0) {
            pause.lose(lastEnd, worked / 2);
        } else {
            pause.gain(worked * others / own);
            if (claims.finished() != others) {
                await(others, begin);
            }
        }
        Throwable other = claims.end();
        failure = failure == null ? other : failure;
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Waits for so many pieces that other threads have begun. */
    private void await(int others, long begin) {
        long since = lastEnd;
        long patience = PATIENCE + 2 * (since - begin);
        for (int looks = 1; claims.finished() != others; looks++) {
            Thread.onSpinWait();
            if (looks % LOOKS == 0 && clock.getAsLong() - since > patience) {
                sleep(others);
            }
        }
        lastEnd = clock.getAsLong();
        pause.lose(lastEnd, lastEnd - since);
    }

    private void sleep(int others) {
        sleeper = Thread.currentThread();
        while (claims.finished() != others) {
            LockSupport.park(this);
        }
        sleeper = null;
    }

    /** Runs a piece that nobody has begun, if there is one. */
    boolean help() {
        boolean helped = claims.help();
        if (helped) {
            Thread waiting = sleeper;
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
        }
        return helped;
    }
}
