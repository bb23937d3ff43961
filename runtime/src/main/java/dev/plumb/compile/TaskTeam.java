package dev.plumb.compile;

import org.jspecify.annotations.Nullable;

/**
 * Runs a few tasks at once, each of some hundred microseconds: the first on the calling thread, each other on a {@link Helper}. A task that no helper has begun when the caller
 * is done with its own runs on the calling thread, so nobody waits for a thread that waits for a core, and what is computed never depends on who is there. Allocates
 * nothing once the helpers are there.
 */
final class TaskTeam {
    private static final Helper[] HELPERS = new Helper[Threads.MOST];

    private TaskTeam() {}

    /**
     * Runs all of them, and returns when the last one has ended.
     *
     * @throws RuntimeException or Error: what one of them threw
     */
    static void run(Runnable... tasks) {
        for (int i = 1; i < tasks.length; i++) {
            helper(i).offer(tasks[i]);
        }
        Throwable failure = failureOf(tasks[0]);
        for (int i = 1; i < tasks.length; i++) {
            Helper helper = helper(i);
            Throwable other = helper.takesBack(tasks[i]) ? failureOf(tasks[i]) : helper.await();
            failure = failure == null ? other : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
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
