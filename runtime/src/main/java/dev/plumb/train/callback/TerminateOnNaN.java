package dev.plumb.train.callback;

/**
 * Ends training when a loss becomes NaN or infinite, as Keras' {@code TerminateOnNaN}. Without it, {@code fit} throws a {@code NonFiniteLossException} then;
 * with it, the epoch ends there, and {@code fit} gives the history, whose last loss is that number.
 *
 * <p>Unlike in Keras, the step that made the loss is not taken: the weights are finite, those of the step before.
 */
public final class TerminateOnNaN implements Callback {
    private final boolean raisesError;

    /** Ends training with its history. */
    public TerminateOnNaN() {
        this(false);
    }

    private TerminateOnNaN(boolean raisesError) {
        this.raisesError = raisesError;
    }

    /** Whether {@code fit} throws the exception all the same, as it does without this callback. */
    public TerminateOnNaN raiseError(boolean raised) {
        return new TerminateOnNaN(raised);
    }

    @Override
    public void onNonFinite(Training training, int epoch, String problem) {
        if (!raisesError) {
            training.stop(problem);
        }
    }
}
