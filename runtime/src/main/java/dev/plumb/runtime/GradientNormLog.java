package dev.plumb.runtime;

import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import java.util.Map;
import java.util.Objects;

/**
 * A callback that adds the norms of the gradients of each output to the logs of each epoch, {@code gradient_norm_topic}, of a batch that stays the same, and
 * says once in a training if the loss of one output {@linkplain GradientNorms dominates} shared layers.
 *
 * <pre>{@code
 * GradientNormLog norms = new GradientNormLog(() -> trainer.gradientNorms(batch));
 * trainer.fit(data, Fit.epochs(20).callbacks(norms, TensorBoard.in(folder).scalars(() -> norms.last().byTag())));
 * }</pre>
 */
public final class GradientNormLog implements Callback {
    private final Source source;
    private GradientNorms last = GradientNorms.of(Map.of());
    private boolean warned;

    /** Where norms come from. */
    @FunctionalInterface
    public interface Source {
        /** The norms as they are now, such as {@link Trainer#gradientNorms(Object, Object)}. */
        GradientNorms norms();
    }

    /** Of a batch of the trainer that fits. */
    public GradientNormLog(Source source) {
        this.source = Objects.requireNonNull(source, "where the norms come from is null");
    }

    @Override
    public void onTrainBegin(Training training) {
        warned = false;
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        last = source.norms();
        last.byOutput().keySet().forEach(output -> logs.put("gradient_norm_" + output, last.of(output)));
        if (!warned) {
            last.dominance().ifPresent(text -> {
                training.say("Epoch " + (epoch + 1) + ": " + text);
                warned = true;
            });
        }
    }

    /** Those of the last epoch; none before the first one. */
    public GradientNorms last() {
        return last;
    }
}
