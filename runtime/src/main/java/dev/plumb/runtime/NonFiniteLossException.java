package dev.plumb.runtime;

/** The loss became NaN or infinite: training cannot go on. The weights are those before the step, which was not taken. */
public final class NonFiniteLossException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int batch;

    NonFiniteLossException(int epoch, int batch, float loss) {
        super("the loss became " + loss + " in epoch " + (epoch + 1) + ", batch " + (batch + 1)
                + ": try a smaller learning rate, and Fit.checkInputs(true) to search the data for NaN");
        this.epoch = epoch;
        this.batch = batch;
    }

    /** The epoch, counted from 0. */
    public int epoch() {
        return epoch;
    }

    /** The batch of that epoch, counted from 0. */
    public int batch() {
        return batch;
    }
}
