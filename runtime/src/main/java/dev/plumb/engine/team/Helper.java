package dev.plumb.engine.team;

import java.util.concurrent.locks.LockSupport;

/** A thread of a team: takes pieces, waits actively for a short time, sleeps until it is woken. It is started when it is woken for the first time. */
final class Helper extends DetachedThread {
    private static final int LOOKS = 64;

    private final HotTeam team;
    private volatile boolean isAsleep = true;
    private boolean isStarted;

    Helper(String name, HotTeam team) {
        super(name);
        this.team = team;
    }

    boolean isAsleep() {
        return isAsleep;
    }

    /** Called by one thread at a time. */
    void wake() {
        isAsleep = false;
        if (isStarted) {
            LockSupport.unpark(this);
        } else {
            isStarted = true;
            start();
        }
    }

    @Override
    public void run() {
        long idleSince = System.nanoTime();
        for (int looks = 1; ; looks++) {
            if (team.help()) {
                idleSince = System.nanoTime();
            } else if (looks % LOOKS == 0 && System.nanoTime() - idleSince > HotTeam.ACTIVE) {
                sleep();
                idleSince = System.nanoTime();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void sleep() {
        isAsleep = true;
        while (isAsleep) {
            LockSupport.park(team);
        }
    }
}
