package dev.plumb.runtime;

/**
 * The loss became NaN or infinite: training cannot go on. The step was not taken: weights, moving statistics and the state of the optimizer
 * are those before it. Or a weight became so in an update while the loss was finite: that is found at the latest at the end of the epoch.
 */
public final class NonFiniteLossException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int batch;
    private final double loss;

    NonFiniteLossException(int epoch, int batch, float loss) {
        this(epoch, batch, loss, "");
    }

    /**
     * Of a model of which more is known.
     *
     * @param hint what else may be the reason; "" if nothing
     */
    NonFiniteLossException(int epoch, int batch, float loss, String hint) {
        super("the loss became " + loss + " in epoch " + (epoch + 1) + ", batch " + (batch + 1)
                + ": try a smaller learning rate, scale the inputs to about -1 to 1, and use Fit.checkInputs(true) to"
                + " search the data for NaN; trainer.findNonFinite(inputs, targets) on that batch names the op"
                + hint);
        this.epoch = epoch;
        this.batch = batch;
        this.loss = loss;
    }

    NonFiniteLossException(int epoch, String weight) {
        super("weight '" + weight + "' became NaN or infinite in epoch " + (epoch + 1)
                + ": use Fit.checkInputs(true) to search the data for NaN, scale the inputs to about -1 to 1,"
                + " or try a smaller learning rate");
        this.epoch = epoch;
        this.batch = -1;
        this.loss = Double.NaN;
    }

    /** The epoch, counted from 0. */
    public int epoch() {
        return epoch;
    }

    /** The batch of that epoch, counted from 0; -1 if it was found at the end of the epoch. */
    public int batch() {
        return batch;
    }

    /** The loss; NaN if it was a weight that was found. */
    double loss() {
        return loss;
    }
}
