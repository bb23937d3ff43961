package dev.plumb.runtime;

import dev.plumb.compile.Scoring;
import dev.plumb.graph.Graph;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the steps of a planned graph score: the losses and metrics of its outputs, losses that were added, and the weights of all of them. */
final class PlannedLosses {
    private final Graph graph;
    private final List<OutputTraining> outputs;
    private final Supplier<LossWeights> set;
    private List<AddedLoss> added = List.of();
    private Map<String, Double> stated;

    /** A step whose losses can be given other weights. */
    interface WeightSetter {
        void set(int index, double weight);
    }

    /**
     * The losses of outputs.
     *
     * @param set the weights that were set while training
     */
    PlannedLosses(Graph graph, List<OutputTraining> outputs, Supplier<LossWeights> set) {
        this.graph = graph;
        this.outputs = List.copyOf(outputs);
        this.set = set;
        this.stated = LossWeights.stated(outputs, added);
    }

    List<OutputTraining> outputs() {
        return outputs;
    }

    /** Adds one to those of the outputs. */
    void add(AddedLoss loss) {
        added = TrainedOutputs.with(loss, added, outputs);
        stated = LossWeights.stated(outputs, added);
    }

    /** Throws {@link IllegalStateException} if there is none. */
    void requireAny() {
        if (added.isEmpty()) {
            TrainedOutputs.requireAny(graph.name(), outputs);
        }
    }

    /** The weights that are stated, by the names of the losses. */
    Map<String, Double> stated() {
        return stated;
    }

    /** The weight of a loss in the next step. */
    double weight(String name) {
        return set.get().get(name, stated);
    }

    /** Whether weights were set, and are inputs of the step. */
    boolean areSet() {
        return !set.get().isEmpty();
    }

    /** What steps score, for outputs whose samples have weights. */
    Scoring scoring(Set<String> weighted) {
        return new Scoring(weighted, areSet(), added);
    }

    /** Gives a step the weights that were set, in the order of the losses. */
    void setWeights(WeightSetter step) {
        int index = 0;
        for (String loss : stated.keySet()) {
            step.set(index++, weight(loss));
        }
    }

    /** The names of losses and metrics in logs. */
    List<String> metricNames() {
        return MetricNames.all(graph.outputs().size(), outputs, added);
    }

    /** Which way each metric is better, by the names in logs. */
    Map<String, TrainingMetric.Direction> metricDirections() {
        return MetricNames.directions(graph.outputs().size(), outputs);
    }

    /** The sums of losses and metrics, with nothing added yet. */
    Scores scores() {
        return new Scores(graph.outputs().size(), outputs, added);
    }

    /** Whether the loss of a batch is the mean over its parts. A masked one is the mean over the valid steps of a batch; so are some others. What goes on from batch to batch has no parts. */
    boolean areMeansOfParts() {
        boolean masked =
                graph.outputs().stream().anyMatch(output -> output.type().masked());
        return !masked
                && !graph.isStateful()
                && added.isEmpty()
                && outputs.stream().allMatch(output -> output.loss().isMeanOfParts());
    }
}
