package dev.plumb.graph.check;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import java.util.List;
import java.util.Optional;

/** Which metric is meant by one that does not fit an output: one that says the same of an output of that kind. */
final class MetricAdvice {
    private MetricAdvice() {}

    /** What may be meant, the most likely first. */
    static List<Metric> meant(Metric metric, OutputKind kind, Optional<Loss.Spec> loss, boolean isOneValue) {
        return switch (kind) {
            case NUMBERS -> List.of(distance(metric, loss.map(Loss.Spec::value)));
            case LABELS -> labels(metric, isOneValue);
            case CLASSES -> classes(metric, loss.map(Loss.Spec::value));
            case UNKNOWN -> isOneValue ? labels(metric, true) : classes(metric, Optional.empty());
            case SCORES, OTHER -> List.of();
        };
    }

    /** Not the distance that is the loss: that is reported anyway. */
    private static Metric distance(Metric metric, Optional<LossFunction> loss) {
        if (loss.equals(Optional.of(LossFunction.COSINE_SIMILARITY))) {
            return Metric.MEAN_COSINE_SIMILARITY;
        }
        if (metric == Metric.PEARSON_CORRELATION || metric == Metric.CONCORDANCE_CORRELATION) {
            return Metric.R2_SCORE;
        }
        return loss.equals(Optional.of(LossFunction.MEAN_ABSOLUTE_ERROR)) ? Metric.RMSE : Metric.MAE;
    }

    private static List<Metric> labels(Metric metric, boolean isOneValue) {
        Metric accuracy = isOneValue ? Metric.ACCURACY : Metric.BINARY_ACCURACY;
        return switch (metric) {
            case MEAN_IOU -> List.of(Metric.BINARY_IOU);
            case CCE, SCCE, KLD -> List.of(Metric.BCE, accuracy);
            case MEAN_COSINE_SIMILARITY, PEARSON_CORRELATION, CONCORDANCE_CORRELATION -> List.of(Metric.MAE);
            default -> List.of(accuracy);
        };
    }

    private static List<Metric> classes(Metric metric, Optional<LossFunction> loss) {
        boolean sparse = loss.filter(LossFunction::hasSparseTargets).isPresent();
        return switch (metric) {
            case BCE -> List.of(sparse ? Metric.SCCE : Metric.CCE, Metric.ACCURACY);
            case BINARY_IOU -> List.of(Metric.MEAN_IOU);
            default -> List.of(Metric.ACCURACY);
        };
    }
}
