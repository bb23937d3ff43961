package dev.plumb.keras.training;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model with the losses and metrics that it was compiled with in Keras.
 *
 * @param draft the model
 * @param notes what of it has no counterpart here, in words
 */
public record CompiledOutputs(Draft draft, List<String> notes) {
    public CompiledOutputs {
        notes = List.copyOf(notes);
    }

    /**
     * States losses and metrics on the outputs of a model.
     *
     * @param draft the model, without any
     * @param compiled what Keras compiled it with; empty if it did not
     * @param names what Keras calls the outputs, in their order
     */
    public static CompiledOutputs of(Draft draft, Map<String, @Nullable Object> compiled, List<String> names) {
        if (names.size() != draft.outputs().size()) {
            return new CompiledOutputs(draft, List.of());
        }
        List<String> notes = new ArrayList<>();
        List<Draft.Output> outputs = new ArrayList<>();
        Object loss = compiled.get("loss");
        for (int i = 0; i < names.size(); i++) {
            Draft.Output output = draft.outputs().get(i);
            String place = "output '" + output.name() + "': ";
            Optional<Loss.Spec> said = loss(
                    isForAll(loss) ? loss : of(loss, i, names),
                    of(compiled.get("loss_weights"), i, names),
                    place,
                    notes);
            List<Metric> metrics = said.isEmpty() && loss != null
                    ? List.of()
                    : metrics(metrics(compiled.get("metrics"), i, names), place, notes);
            outputs.add(new Draft.Output(output.name(), said, metrics));
        }
        if (compiled.get("weighted_metrics") instanceof List<?> weighted && !weighted.isEmpty()) {
            notes.add("weighted_metrics " + Json.shown(weighted) + ": metrics here are not weighted");
        }
        return fitting(draft.withOutputs(outputs), notes);
    }

    /** What an output has of a value for each output: by its place, by its name, or if there is one output. */
    private static @Nullable Object of(@Nullable Object value, int index, List<String> names) {
        if (value instanceof List<?> items) {
            return index < items.size() ? items.get(index) : null;
        }
        Map<String, @Nullable Object> byName = Json.object(value);
        boolean isByName = !byName.isEmpty() && !byName.containsKey("class_name");
        return isByName ? byName.get(names.get(index)) : names.size() == 1 ? value : null;
    }

    /** Metrics are a list of lists, or of one output a list. */
    private static List<?> metrics(@Nullable Object value, int index, List<String> names) {
        boolean isPlain = value instanceof List<?> items
                && names.size() == 1
                && items.stream().noneMatch(List.class::isInstance);
        Object own = isPlain ? value : of(value, index, names);
        return own instanceof List<?> several ? several : own == null ? List.of() : List.of(own);
    }

    private static boolean isForAll(@Nullable Object loss) {
        return loss instanceof String || Json.object(loss).containsKey("class_name");
    }

    private static Optional<Loss.Spec> loss(
            @Nullable Object loss, @Nullable Object weight, String place, List<String> notes) {
        if (loss == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(KerasObjectives.loss(loss, weight instanceof Number number ? number.doubleValue() : 1));
        } catch (NoCounterpart e) {
            notes.add(place + "the loss is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static List<Metric> metrics(List<?> metrics, String place, List<String> notes) {
        Set<Metric> known = new LinkedHashSet<>();
        for (Object metric : metrics) {
            try {
                known.add(KerasObjectives.metric(metric));
            } catch (NoCounterpart e) {
                notes.add(place + "a metric is left out: " + e.getMessage());
            }
        }
        return List.copyOf(known);
    }

    /** Without the losses and metrics that do not fit their outputs here. */
    private static CompiledOutputs fitting(Draft draft, List<String> notes) {
        Set<String> losses = new LinkedHashSet<>();
        Set<String> metrics = new LinkedHashSet<>();
        for (Problem problem : GraphChecker.decide(draft).problems()) {
            boolean isLoss = problem.id() == ProblemId.LOSS_MISMATCH;
            if (isLoss || problem.id() == ProblemId.METRIC_MISMATCH) {
                (isLoss ? losses : metrics).add(problem.site().layer());
                notes.add("output '" + problem.site().layer() + "': left out: " + problem.headline());
            }
        }
        List<Draft.Output> outputs = draft.outputs().stream()
                .map(output -> new Draft.Output(
                        output.name(),
                        output.loss().filter(loss -> !losses.contains(output.name())),
                        losses.contains(output.name()) || metrics.contains(output.name())
                                ? List.of()
                                : output.metrics()))
                .toList();
        return new CompiledOutputs(draft.withOutputs(outputs), notes);
    }
}
