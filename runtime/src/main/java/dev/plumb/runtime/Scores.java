package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.BatchScores;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Loss and metrics averaged over the batches of an epoch as Keras does: losses by the number of examples of each batch, metrics by the
 * number of samples. Adding a batch allocates nothing.
 */
final class Scores {
    private final boolean severalOutputs;
    private final List<OutputTraining> outputs;
    private final List<AddedLoss> added;
    private final double[] losses;
    private final double[] addedLosses;
    private final double[][] metricSums;
    private final double[][] metricCounts;
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
        this.severalOutputs = outputsOfModel > 1;
        this.outputs = outputs;
        this.losses = new double[outputs.size()];
        this.metricSums = new double[outputs.size()][];
        this.metricCounts = new double[outputs.size()][];
        for (int i = 0; i < outputs.size(); i++) {
            metricSums[i] = new double[outputs.get(i).metrics().size()];
            metricCounts[i] = new double[outputs.get(i).metrics().size()];
        }
    }

    void add(BatchScores step, int batch) {
        examples += batch;
        loss += (double) step.loss() * batch;
        for (int i = 0; i < addedLosses.length; i++) {
            addedLosses[i] += (double) step.addedLoss(i) * batch;
        }
        for (int i = 0; i < losses.length; i++) {
            losses[i] += (double) step.loss(i) * batch;
            for (int m = 0; m < metricSums[i].length; m++) {
                metricSums[i][m] += step.metricSum(i, m);
                metricCounts[i][m] += step.metricCount(i, m);
            }
        }
    }

    /** All accumulators in one array, for {@link #restore}. */
    double[] sums() {
        DoubleStream.Builder all = DoubleStream.builder().add(examples).add(loss);
        for (int i = 0; i < losses.length; i++) {
            all.add(losses[i]);
            Arrays.stream(metricSums[i]).forEach(all);
            Arrays.stream(metricCounts[i]).forEach(all);
        }
        return all.build().toArray();
    }

    /**
     * Goes on from what {@link #sums} gave.
     *
     * @throws IllegalArgumentException if these are sums of other losses and metrics
     */
    void restore(double... sums) {
        int expected = sums().length;
        if (sums.length != expected) {
            throw new IllegalArgumentException("there are " + sums.length
                    + " sums of losses and metrics, and those of this trainer are " + expected);
        }
        examples = (long) sums[0];
        loss = sums[1];
        int at = 2;
        for (int i = 0; i < losses.length; i++) {
            losses[i] = sums[at++];
            int metrics = metricSums[i].length;
            System.arraycopy(sums, at, metricSums[i], 0, metrics);
            System.arraycopy(sums, at + metrics, metricCounts[i], 0, metrics);
            at += 2 * metrics;
        }
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
            OutputTraining output = outputs.get(i);
            if (losses.length + addedLosses.length > 1) {
                logs.put(prefix + output.output() + "_loss", losses[i] / examples);
            }
            String owner = severalOutputs ? output.output() + "_" : "";
            for (int m = 0; m < metricSums[i].length; m++) {
                double count = metricCounts[i][m];
                logs.put(prefix + owner + output.metrics().get(m).label(), count == 0 ? 0 : metricSums[i][m] / count);
            }
        }
        return logs;
    }
}
