package dev.plumb.view.live;

/** How often something changed, for threads that wait for that. */
final class News {
    private long changes;
    private boolean ended;

    /** Something has changed. */
    synchronized void tell() {
        changes++;
        notifyAll();
    }

    /** Nothing will change any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * Waits until there were more changes than these, or the end, or for so long.
     *
     * @return how many there are
     */
    synchronized long after(long known, long milliseconds) throws InterruptedException {
        long until = System.nanoTime() + milliseconds * 1_000_000;
        while (changes <= known && !ended) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return changes;
    }
}
