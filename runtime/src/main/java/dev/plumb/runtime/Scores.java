package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.BatchScores;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Loss and metrics averaged over the batches of an epoch as Keras does: losses by the number of examples of each batch, metrics by what they add up. Adding a
 * batch allocates nothing after the first one.
 */
final class Scores {
    private final List<OutputTraining> outputs;
    private final List<List<TrainingMetric>> metrics;
    private final List<List<String>> names;
    private final double[] losses;
    private final MetricTotals totals;
    private double loss;
    private long examples;

    /**
     * Nothing added yet.
     *
     * @param outputsOfModel how many outputs the model has, with those that are not trained: metrics of several have the output's name
     */
    Scores(int outputsOfModel, List<OutputTraining> outputs) {
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
        for (int i = 0; i < losses.length; i++) {
            losses[i] += (double) step.loss(i) * batch;
        }
    }

    /** All that was added, for {@link #restore}: empty if nothing was. */
    double[] sums() {
        if (examples == 0) {
            return new double[0];
        }
        double[] added = totals.flat();
        double[] flat = new double[2 + losses.length + added.length];
        flat[0] = examples;
        flat[1] = loss;
        System.arraycopy(losses, 0, flat, 2, losses.length);
        System.arraycopy(added, 0, flat, 2 + losses.length, added.length);
        return flat;
    }

    /**
     * Takes what {@link #sums} gave, in place of what was added here.
     *
     * @throws IllegalArgumentException if it is of other outputs or metrics
     */
    void restore(double[] flat) {
        if (flat.length == 0) {
            totals.clear();
            examples = 0;
            loss = 0;
            Arrays.fill(losses, 0);
            return;
        }
        if (flat.length < 2 + losses.length) {
            throw new IllegalArgumentException("the scores have " + flat.length + " numbers: expected at least "
                    + (2 + losses.length) + " for " + losses.length + " outputs");
        }
        totals.restore(flat, 2 + losses.length);
        examples = (long) flat[0];
        loss = flat[1];
        System.arraycopy(flat, 2, losses, 0, losses.length);
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
        for (int i = 0; i < losses.length; i++) {
            if (losses.length > 1) {
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
