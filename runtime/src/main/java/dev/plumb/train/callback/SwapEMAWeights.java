package dev.plumb.train.callback;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Validates with the moving averages of the weights that the optimizer keeps ({@code Adam.of(1e-3).movingAverage(0.99)}), as Keras' {@code
 * SwapEMAWeights}: the weights are their averages for the time of the validation, and training goes on with what was trained.
 *
 * <pre>{@code
 * Fit.epochs(20).validationSplit(0.1).callbacks(
 *         SwapEMAWeights.onEpoch(), ModelCheckpoint.to("best.plumb").onlyBest("val_loss"))
 * }</pre>
 */
public final class SwapEMAWeights implements Callback {
    private final boolean onEpoch;
    private @Nullable Training swapped;

    private SwapEMAWeights(boolean onEpoch) {
        this.onEpoch = onEpoch;
    }

    /** For the time of the validation. */
    public static SwapEMAWeights inValidation() {
        return new SwapEMAWeights(false);
    }

    /**
     * From the validation on to the next epoch, too: callbacks that follow this one at the end of an epoch, such as {@link ModelCheckpoint}, see the
     * averages. A file that is written then has them as its weights; a fit that goes on from it begins with what was trained.
     */
    public static SwapEMAWeights onEpoch() {
        return new SwapEMAWeights(true);
    }

    /** Throws {@link IllegalStateException} if the optimizer keeps no averages. */
    @Override
    public void onTrainBegin(Training training) {
        if (!training.averagesWeights()) {
            throw new IllegalStateException(
                    "SwapEMAWeights needs an optimizer that keeps moving averages of the weights of model '"
                            + training.model() + "': such as Adam.of(1e-3).movingAverage(0.99)");
        }
    }

    @Override
    public void onEpochBegin(Training training, int epoch) {
        use(training, false);
    }

    @Override
    public void onValidationBegin(Training training) {
        use(training, true);
    }

    @Override
    public void onValidationEnd(Training training) {
        use(training, false);
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        use(training, onEpoch);
    }

    /** A fit ends with the averages as the weights, whatever this has done. */
    @Override
    public void onTrainEnd(Training training, Map<String, Double> logs) {
        swapped = null;
    }

    /** After a training that failed, the weights are what was trained. */
    @Override
    public void close() {
        Training left = swapped;
        if (left != null) {
            use(left, false);
        }
    }

    private void use(Training training, boolean averages) {
        training.useAverages(averages);
        swapped = averages ? training : null;
    }
}
