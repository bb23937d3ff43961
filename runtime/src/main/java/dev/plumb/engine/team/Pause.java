package dev.plumb.engine.team;

/**
 * A time in which every caller computes alone, because the cores are wanted elsewhere: it begins where more time was lost by waiting than was gained lately. When that happens again before much
 * was gained, the next one is twice as long. Thread safe, but for what is gained: that is counted by who has the team.
 */
final class Pause {
    /** In nanoseconds. */
    static final long SHORTEST = 1_000_000;

    static final long LONGEST = 100_000_000;

    /** What was gained long ago does not count. */
    static final long MOST_GAINED = 10_000_000;

    /** So much may be lost at first: until a thread that was woken is there. */
    static final long CREDIT = 200_000;

    /** So many times as long as what was lost. */
    private static final long TIMES_LOST = 10;

    private volatile long end;
    private long length;
    private long gained = CREDIT;

    /** Is over at this time. */
    Pause(long now) {
        this.end = now;
    }

    boolean covers(long now) {
        return now - end < 0;
    }

    /** Others did what takes one thread so long, in nanoseconds: half of that is gained, for together each is slower. */
    void gain(long time) {
        gained += time / 2;
        if (gained > MOST_GAINED) {
            gained = MOST_GAINED;
            length = 0;
        }
    }

    /** So much time was lost; that may begin a pause. */
    void lose(long now, long time) {
        gained -= time;
        if (gained < 0) {
            begin(now, TIMES_LOST * time);
        }
    }

    /**
     * Begins one, if there is none.
     *
     * @param least how long it is at least
     */
    synchronized void begin(long now, long least) {
        if (covers(now)) {
            return;
        }
        gained = CREDIT;
        length = Math.min(LONGEST, Math.max(Math.max(SHORTEST, least), 2 * length));
        end = now + length;
    }
}
