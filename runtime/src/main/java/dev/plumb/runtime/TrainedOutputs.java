package dev.plumb.runtime;

import dev.plumb.array.ArrayNames;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what a trainer is to train: losses that are given in the program fit as those that a graph states. */
final class TrainedOutputs {
    private TrainedOutputs() {}

    /** Throws {@link IllegalStateException} if the trainer of a model was made for steps of one's own only. */
    static void requireAny(String model, List<OutputTraining> outputs) {
        if (outputs.isEmpty()) {
            throw new IllegalStateException("the trainer of model '" + model
                    + "' was made without losses, so it trains by a step of one's own, given by step(…), and evaluates"
                    + " by one given by evaluationStep(…)");
        }
    }

    /**
     * With a loss that is added to those of the outputs.
     *
     * @throws IllegalArgumentException if its name is one of another loss
     */
    static List<AddedLoss> with(AddedLoss loss, List<AddedLoss> added, List<OutputTraining> outputs) {
        Set<String> taken = LossWeights.stated(outputs, added).keySet();
        if (taken.contains(loss.name()) || loss.name().equals("loss")) {
            throw new IllegalArgumentException("there is a loss '" + loss.name()
                    + "' already: give the added one another name than " + taken + " and 'loss', which is the total");
        }
        List<AddedLoss> all = new ArrayList<>(added);
        all.add(loss);
        return List.copyOf(all);
    }

    /** Throws {@link IllegalArgumentException} if there is no output, one that is unknown or given twice, or a loss or metric that does not fit. */
    static void require(Graph graph, List<OutputTraining> outputs) {
        List<String> names = graph.outputs().stream().map(Graph.Output::name).toList();
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("no output of model '" + graph.name()
                    + "' has a loss: add @Loss to one of " + names
                    + " (in a graph by hand: g.output(wire, LossFunction.…)), or give the trainer the losses");
        }
        ArrayNames.positions(
                "the outputs of model '" + graph.name() + "'",
                names,
                List.of(),
                outputs.stream().map(OutputTraining::output).toList());
        Map<String, Draft.Output> trained = new LinkedHashMap<>();
        outputs.forEach(output -> trained.put(
                output.output(), new Draft.Output(output.output(), output.loss().stated(), stated(output))));
        GraphChecker.requireTrainable(
                graph,
                names.stream()
                        .map(name -> trained.getOrDefault(name, new Draft.Output(name, Optional.empty(), List.of())))
                        .toList());
        outputs.forEach(output -> requireMetrics(graph, output));
    }

    /** What only a program can state: metrics with options, and losses as metrics. */
    private static void requireMetrics(Graph graph, OutputTraining training) {
        Graph.Output output = graph.outputs().stream()
                .filter(candidate -> candidate.name().equals(training.output()))
                .findFirst()
                .orElseThrow();
        for (TrainingMetric metric : training.trainingMetrics()) {
            metric.statedLoss().ifPresent(loss -> requireLoss(graph, output, metric, loss));
            metric.requireFit(output.name(), output.type());
        }
    }

    private static void requireLoss(Graph graph, Graph.Output output, TrainingMetric metric, Loss.Spec loss) {
        try {
            GraphChecker.requireTrainable(
                    graph,
                    graph.outputs().stream()
                            .map(each -> new Draft.Output(
                                    each.name(), each.equals(output) ? Optional.of(loss) : Optional.empty(), List.of()))
                            .toList());
        } catch (GraphException unfit) {
            throw new IllegalArgumentException(
                    "the metric '" + metric.label() + "' is a loss that has to fit its output: "
                            + unfit.problems().get(0).headline(),
                    unfit);
        }
    }

    /** Those metrics that the language knows, each once: two may differ in their options. */
    private static List<Metric> stated(OutputTraining output) {
        return output.trainingMetrics().stream()
                .map(TrainingMetric::stated)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
