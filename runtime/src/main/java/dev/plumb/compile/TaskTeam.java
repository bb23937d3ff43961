package dev.plumb.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few tasks at once, each of some hundred microseconds: the first on the calling thread, each other on a {@link Helper}. A task that no helper has begun when the caller
 * is done with its own runs on the calling thread, so nobody waits for a thread that waits for a core, and what is computed never depends on who is there. So a task may
 * run a team itself: it gets the helpers that are free. Allocates nothing once the helpers are there.
 */
final class TaskTeam {
    /** The numbers of one cache line. */
    private static final int LINE = 16;

    private static final Helper[] HELPERS = new Helper[Threads.MOST];

    private TaskTeam() {}

    /**
     * Runs all of them, and returns when the last one has ended.
     *
     * @throws RuntimeException or Error: what one of them threw
     */
    static void run(List<Runnable> tasks) {
        for (int i = 1; i < tasks.size(); i++) {
            helper(i).offer(tasks.get(i));
        }
        Throwable failure = failureOf(tasks.get(0));
        for (int i = 1; i < tasks.size(); i++) {
            Helper helper = helper(i);
            Throwable other = helper.takesBack(tasks.get(i)) ? failureOf(tasks.get(i)) : helper.await();
            failure = failure == null ? other : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** How many of so many numbers a task gets, at the most: whole cache lines, for no two threads should write to the same. */
    static long share(long numbers, int tasks) {
        long each = (numbers + tasks - 1) / tasks;
        return (each + LINE - 1) / LINE * LINE;
    }

    private static @Nullable Throwable failureOf(Runnable task) {
        try {
            task.run();
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private static Helper helper(int index) {
        Helper helper = HELPERS[index];
        return helper == null ? started(index) : helper;
    }

    private static synchronized Helper started(int index) {
        Helper helper = HELPERS[index];
        if (helper == null) {
            helper = new Helper("plumb-helper-" + index);
            helper.start();
            HELPERS[index] = helper;
        }
        return helper;
    }
}
