package dev.plumb.train.callback;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.problem.Similar;
import dev.plumb.train.TrainingMetric;
import dev.plumb.train.TrainingMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A value of the logs that callbacks go by, and which way is better.
 *
 * @param key such as {@code val_loss}
 * @param direction of improvement
 */
public record Monitor(String key, Direction direction) {

    /** Which way a value is better. */
    public enum Direction {
        /** Less is better: losses and errors. */
        MINIMIZE,
        /** More is better: accuracies. */
        MAXIMIZE,
        /** As the metric of that name says when training begins: {@link TrainingMetric#direction}. */
        AS_METRIC;

        /** Whether a value is better than another by more than so much. */
        boolean isBetter(double value, double than, double by) {
            return this == MINIMIZE ? value < than - by : value > than + by;
        }

        /** What every number is better than. */
        double worst() {
            return this == MINIMIZE ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
    }

    public Monitor {
        Objects.requireNonNull(key, "the name of the value to go by is null");
        Objects.requireNonNull(direction, "the direction is null");
    }

    /**
     * A value whose name tells which way is better, losses and errors go down, accuracies up; or else the metric that has the name.
     *
     * @throws IllegalArgumentException if the name does not tell and looks like one that does: give the direction if it is meant
     */
    public static Monitor of(String key) {
        Objects.requireNonNull(key, "the name of the value to go by is null");
        if (key.equals("loss") || key.endsWith("_loss")) {
            return new Monitor(key, Direction.MINIMIZE);
        }
        return direction(key)
                .or(() -> direction(key.replaceFirst("_[0-9]+$", ""))) // the second of a name
                .map(direction -> new Monitor(key, direction))
                .orElseGet(() -> ofMetric(key));
    }

    private static Monitor ofMetric(String key) {
        List<String> meant = meant(key);
        if (!meant.isEmpty()) {
            throw untold(key, Similar.hint(meant));
        }
        return new Monitor(key, Direction.AS_METRIC);
    }

    private static IllegalArgumentException untold(String key, String hint) {
        return new IllegalArgumentException("nothing tells whether '" + key + "' is better when it is more or less"
                + hint + " Say it by new Monitor(\"" + key + "\", Monitor.Direction.MAXIMIZE) or MINIMIZE");
    }

    /**
     * Which way it is better in a training.
     *
     * @throws IllegalArgumentException if neither its name nor a metric tells
     */
    Direction direction(Training training) {
        return direction == Direction.AS_METRIC
                ? training.direction(key).orElseThrow(() -> untold(key, "."))
                : direction;
    }

    /** The names that were probably meant: that of a metric in full, as it is here, or those that look like it. */
    private static List<String> meant(String key) {
        String start = key.substring(0, key.lastIndexOf('_') + 1);
        return switch (key.substring(start.length())) {
            case "acc" -> List.of(start + Metric.ACCURACY.label());
            case "mae" -> List.of(start + Metric.MAE.label());
            case "mse" -> List.of(start + Metric.MSE.label());
            default -> Similar.all(key, known(key));
        };
    }

    /** The values of Keras, each by itself and behind whatever stands before it in a name, such as that of an output. */
    private static List<String> known(String key) {
        List<String> starts = new ArrayList<>(List.of("", "val_"));
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) == '_') {
                starts.add(key.substring(0, i + 1));
            }
        }
        return Stream.concat(Stream.of("loss"), Arrays.stream(Metric.values()).map(Metric::label))
                .flatMap(name -> starts.stream().map(start -> start + name))
                .distinct()
                .toList();
    }

    /** What the direction of a metric says of its values. */
    public static Optional<Direction> of(TrainingMetric.Direction metric) {
        return switch (metric) {
            case UP -> Optional.of(Direction.MAXIMIZE);
            case DOWN -> Optional.of(Direction.MINIMIZE);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** Which way what has such a name is better, if it is a metric of Keras that is known to be. */
    private static Optional<Direction> direction(String key) {
        return Stream.concat(
                        Arrays.stream(Metric.values()).map(TrainingMetrics::of),
                        Stream.of(
                                TrainingMetrics.iou(0),
                                TrainingMetrics.fBeta(1),
                                TrainingMetrics.sensitivityAtSpecificity(0),
                                TrainingMetrics.specificityAtSensitivity(0),
                                TrainingMetrics.precisionAtRecall(0),
                                TrainingMetrics.recallAtPrecision(0)))
                .filter(metric -> key.equals(metric.label()) || key.endsWith("_" + metric.label()))
                .flatMap(metric -> of(metric.direction()).stream())
                .findFirst();
    }

    /**
     * The value at the end of an epoch; none at the end of one without a validation.
     *
     * @throws IllegalArgumentException if there will never be one of that name; the message says what there is
     */
    OptionalDouble at(Training training, Map<String, Double> logs) {
        Double value = logs.get(key);
        if (value != null) {
            return OptionalDouble.of(value);
        }
        boolean validated = logs.keySet().stream().anyMatch(name -> name.startsWith("val_"));
        if (key.startsWith("val_") && training.validates() && !validated) {
            return OptionalDouble.empty();
        }
        boolean missing = key.startsWith("val_") && !training.validates();
        String hint = missing
                ? ": it has no validation, which Fit.validationSplit or validationData give."
                : Similar.hint(key, logs.keySet());
        String names = logs.keySet().stream().sorted().collect(Collectors.joining(", "));
        throw new IllegalArgumentException("there is no value '" + key + "' in the training of model '"
                + training.model() + "'" + (hint.isEmpty() ? "." : hint) + " It has " + names);
    }
}
