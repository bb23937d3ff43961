package dev.plumb.runtime;

import dev.plumb.dsl.Metric;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.schedule.ConstantRate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** How a model is trained, in words: for reports, not for programs. */
final class Configuration {
    private Configuration() {}

    /** The optimizer, and what each output is trained by. */
    static Map<String, String> of(Optimizer optimizer, List<OutputTraining> outputs) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("optimizer", optimizer(optimizer));
        for (OutputTraining output : outputs) {
            String weight = output.weight() == 1 ? "" : ", times " + number(output.weight());
            rows.put("loss of " + output.output(), output.loss().name() + weight);
            if (!output.metrics().isEmpty()) {
                rows.put(
                        "metrics of " + output.output(),
                        output.metrics().stream().map(Metric::label).collect(Collectors.joining(", ")));
            }
        }
        return rows;
    }

    /**
     * The same with what {@code fit} was told.
     *
     * @param examples how many there are, if that is known
     */
    static Map<String, String> of(Map<String, String> training, Fit options, OptionalInt examples) {
        Map<String, String> rows = new LinkedHashMap<>(training);
        examples.ifPresent(count -> rows.put("examples", Integer.toString(count)));
        rows.put("batch size", Integer.toString(options.batchSize()));
        rows.put(
                "epochs",
                options.epochs() + (options.initialEpoch() == 0 ? "" : ", from " + (options.initialEpoch() + 1)));
        rows.put("validation", validation(options));
        rows.put("order", order(options));
        if (!options.callbacks().isEmpty()) {
            rows.put(
                    "callbacks",
                    options.callbacks().stream()
                            .map(callback -> callback.getClass().getSimpleName())
                            .map(name -> name.isEmpty() || name.contains("$$") ? "one without a name" : name)
                            .collect(Collectors.joining(", ")));
        }
        return rows;
    }

    private static String optimizer(Optimizer optimizer) {
        List<String> numbers = new ArrayList<>();
        if (!(optimizer.learningRate() instanceof ConstantRate)) {
            numbers.add("learning_rate by a schedule");
        }
        optimizer.hyperparameters().forEach((name, value) -> numbers.add(name + " = " + number(value)));
        return optimizer.name() + "(" + String.join(", ", numbers) + ")";
    }

    private static String validation(Fit options) {
        String after =
                options.validationFrequency() == 1 ? "" : ", after each " + options.validationFrequency() + " epochs";
        if (options.validationData().isPresent()) {
            return "on data of its own" + after;
        }
        return options.validationSplit() == 0
                ? "none"
                : "on the last " + number(options.validationSplit() * 100) + " % of the examples" + after;
    }

    private static String order(Fit options) {
        if (!options.shuffle()) {
            return "as given";
        }
        return "a new one in each epoch"
                + (options.seed().isPresent() ? ", seed " + options.seed().getAsLong() : "");
    }

    /** Without the digits that only float32 has. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : new BigDecimal(Float.toString((float) value))
                        .stripTrailingZeros()
                        .toString();
    }
}
