package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.BatchScores;
import dev.plumb.io.FitState;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Loss and metrics averaged over the batches of an epoch as Keras does: losses by the number of examples of each batch, metrics by what they add up. Adding a
 * batch allocates nothing after the first one.
 */
final class Scores {
    private final List<OutputTraining> outputs;
    private final List<AddedLoss> added;
    private final List<List<TrainingMetric>> metrics;
    private final List<List<String>> names;
    private final double[] losses;
    private final double[] addedLosses;
    private final MetricTotals totals;
    private double loss;
    private long examples;

    /**
     * Nothing added yet.
     *
     * @param outputsOfModel how many outputs the model has, with those that are not trained: metrics of several have the output's name
     */
    Scores(int outputsOfModel, List<OutputTraining> outputs) {
        this(outputsOfModel, outputs, List.of());
    }

    /** The same, with losses that are added to those of the outputs: each is reported by its name. */
    Scores(int outputsOfModel, List<OutputTraining> outputs, List<AddedLoss> added) {
        this.added = added;
        this.addedLosses = new double[added.size()];
        this.outputs = outputs;
        this.metrics = outputs.stream().map(OutputTraining::trainingMetrics).toList();
        this.names = MetricNames.of(outputsOfModel, outputs);
        this.losses = new double[outputs.size()];
        this.totals = new MetricTotals(metrics.stream().map(List::size).toList());
    }

    void add(BatchScores step, int batch) {
        totals.add(step);
        examples += batch;
        loss += (double) step.loss() * batch;
        for (int i = 0; i < addedLosses.length; i++) {
            addedLosses[i] += (double) step.addedLoss(i) * batch;
        }
        for (int i = 0; i < losses.length; i++) {
            losses[i] += (double) step.loss(i) * batch;
        }
    }

    /** All that was added, for {@link #restore}: empty if nothing was. */
    double[] sums() {
        return examples == 0
                ? new double[0]
                : Stream.of(new double[] {examples, loss}, addedLosses, losses, totals.flat())
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
    }

    /**
     * Goes on from what {@link #sums} gave, in place of what was added here.
     *
     * @throws IllegalArgumentException if these are sums of other losses and metrics
     */
    void restore(double... sums) {
        if (sums.length == 0) {
            totals.clear();
            examples = 0;
            loss = 0;
            Arrays.fill(addedLosses, 0);
            Arrays.fill(losses, 0);
            return;
        }
        int head = 2 + addedLosses.length + losses.length;
        if (sums.length < head) {
            throw new IllegalArgumentException("there are " + sums.length
                    + " sums of losses and metrics, and those of this trainer are at least " + head);
        }
        FitState.Tally.requireExamples(sums[0]);
        totals.restore(sums, head);
        examples = (long) sums[0];
        loss = sums[1];
        System.arraycopy(sums, 2, addedLosses, 0, addedLosses.length);
        System.arraycopy(sums, 2 + addedLosses.length, losses, 0, losses.length);
    }

    /**
     * The averages so far by the names of Keras, sorted, each with this prefix.
     *
     * @throws InputException if there is nothing to average
     */
    Map<String, Double> logs(String prefix) {
        if (examples == 0) {
            throw new InputException("the data set gave no batch: expected at least one in an epoch");
        }
        Map<String, Double> logs = new TreeMap<>();
        logs.put(prefix + "loss", loss / examples);
        for (int i = 0; i < addedLosses.length; i++) {
            logs.put(prefix + added.get(i).name(), addedLosses[i] / examples);
        }
        for (int i = 0; i < losses.length; i++) {
            if (losses.length + addedLosses.length > 1) {
                logs.put(prefix + outputs.get(i).output() + "_loss", losses[i] / examples);
            }
            for (int m = 0; m < metrics.get(i).size(); m++) {
                logs.put(prefix + names.get(i).get(m), metrics.get(i).get(m).result(totals.of(i, m)));
            }
        }
        return logs;
    }

    /** The averages so far, with all numbers of metrics that have several. Throws {@link InputException} if there is nothing to average. */
    Evaluation evaluation() {
        return Evaluation.of(logs(""), tables());
    }

    private Map<String, double[][]> tables() {
        Map<String, double[][]> tables = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            for (int m = 0; m < metrics.get(i).size(); m++) {
                tables.put(names.get(i).get(m), metrics.get(i).get(m).table(totals.of(i, m)));
            }
        }
        return tables;
    }
}
