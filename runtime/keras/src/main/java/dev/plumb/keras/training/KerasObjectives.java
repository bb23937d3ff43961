package dev.plumb.keras.training;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Losses and metrics of Keras, and what they are here. */
final class KerasObjectives {
    private static final Map<String, Metric> METRICS = new HashMap<>();

    /** Those that have another number of classes, or another reading of predictions, than here. */
    private static final Set<Metric> OTHERWISE =
            Set.of(Metric.MEAN_IOU, Metric.BINARY_IOU, Metric.CONFUSION_MATRIX, Metric.F1_SCORE);

    static {
        Arrays.stream(Metric.values())
                .filter(metric -> !OTHERWISE.contains(metric))
                .forEach(metric -> METRICS.put(metric.label(), metric));
        METRICS.put("log_cosh", Metric.LOG_COSH_ERROR);
        METRICS.put("log_cosh_error", Metric.LOG_COSH_ERROR);
        METRICS.put("r2_score", Metric.R2_SCORE);
    }

    private KerasObjectives() {}

    /**
     * A loss.
     *
     * @throws NoCounterpart if there is none
     */
    static Loss.Spec loss(@Nullable Object value, double weight) throws NoCounterpart {
        Said said = Said.of(value);
        Optional<LossFunction> function = Arrays.stream(LossFunction.values())
                .filter(known -> known.name().equals(said.name().toUpperCase(Locale.ROOT)))
                .findFirst();
        if (function.isEmpty()) {
            throw new NoCounterpart("there is no loss " + said.name());
        }
        said.requireOnly("from_logits", "label_smoothing");
        boolean fromLogits = Boolean.TRUE.equals(said.options().get("from_logits"));
        double smoothing = said.options().get("label_smoothing") instanceof Number number ? number.doubleValue() : 0;
        return new Loss.Spec(function.get(), weight, fromLogits, smoothing);
    }

    /**
     * A metric.
     *
     * @throws NoCounterpart if there is none
     */
    static Metric metric(@Nullable Object value) throws NoCounterpart {
        Said said = Said.of(value);
        Metric metric = METRICS.get(said.name());
        if (metric == null) {
            throw new NoCounterpart("there is no metric " + said.name() + " of the same meaning");
        }
        said.requireOnly();
        return metric;
    }
}
