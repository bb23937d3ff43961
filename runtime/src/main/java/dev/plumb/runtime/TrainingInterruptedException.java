package dev.plumb.runtime;

/**
 * The thread that fits was interrupted: training ended between two steps. The weights are those after the last step, nothing is half done,
 * and the model can be saved, used and fitted on. The thread is still interrupted; {@link Thread#interrupted()} takes that back.
 *
 * <p>An exception, so that nobody takes a model that is half trained for one that is done.
 */
public final class TrainingInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int step;
    private final transient History history;

    TrainingInterruptedException(int epoch, int step, History history) {
        super("training was interrupted in epoch " + (epoch + 1) + " after " + step + (step == 1 ? " step" : " steps")
                + " of it: the weights are those after the last step, and the model can be saved");
        this.epoch = epoch;
        this.step = step;
        this.history = history;
    }

    /** The epoch that was not finished, counted from 0: the {@code initialEpoch} to go on with. */
    public int epoch() {
        return epoch;
    }

    /** The steps of that epoch that were taken. */
    public int step() {
        return step;
    }

    /** What the finished epochs reported. */
    public History history() {
        return history;
    }
}
