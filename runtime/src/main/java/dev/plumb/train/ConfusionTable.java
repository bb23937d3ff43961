package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How often samples of each class, a row, are taken for each, a column. Made by {@link TrainingMetrics#confusionMatrix}. Logged is the share on the
 * diagonal; the table comes with an evaluation. An output of one value a sample has the classes 0 and 1.
 *
 * @param threshold above which one value is class 1
 */
public record ConfusionTable(float threshold) implements TrainingMetric {

    /** Another threshold than 0.5, for one value a sample. */
    public ConfusionTable threshold(double above) {
        return new ConfusionTable((float) above);
    }

    @Override
    public String label() {
        return Metric.CONFUSION_MATRIX.label();
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public Optional<Metric> stated() {
        return Optional.of(Metric.CONFUSION_MATRIX);
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return List.of(
                Targets.isOneValue(prediction)
                        ? ClassPairs.ofElements(
                                prediction.value().greater(threshold), target, weights, OptionalInt.empty())
                        : ClassPairs.ofClasses(label(), prediction, target, weights, OptionalInt.empty()));
    }

    @Override
    public double result(List<double[]> sums) {
        double[][] table = table(sums);
        double right = 0;
        double all = 0;
        for (int row = 0; row < table.length; row++) {
            right += table[row][row];
            for (double count : table[row]) {
                all += count;
            }
        }
        return PositiveCounts.share(right, all);
    }

    @Override
    public double[][] table(List<double[]> sums) {
        return ClassPairs.table(sums);
    }
}
