package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.compile.BatchScores;
import dev.plumb.dsl.Metric;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is added over the batches of an epoch, and taken up again where an epoch was left. */
final class ScoresTest {

    /** A batch with these sums of its one metric. */
    private static final class Fixed implements BatchScores {
        private final float loss;
        private final float[][] sums;

        Fixed(float loss, float[]... sums) {
            this.loss = loss;
            this.sums = sums;
        }

        @Override
        public float loss() {
            return loss;
        }

        @Override
        public float loss(int output) {
            return loss;
        }

        @Override
        public float addedLoss(int index) {
            return loss;
        }

        @Override
        public int sums(int output, int metric) {
            return sums.length;
        }

        @Override
        public int size(int output, int metric, int sum) {
            return sums[sum].length;
        }

        @Override
        public void addTo(double[] totals, int from, int output, int metric, int sum) {
            for (int i = 0; i < sums[sum].length; i++) {
                totals[from + i] += sums[sum][i];
            }
        }
    }

    private static Scores scores() {
        return new Scores(1, List.of(new OutputTraining("y", Losses.meanSquaredError(), 1, List.of(Metric.MAE))));
    }

    @Test
    void whatWasAddedIsTakenUpInAnother() {
        Scores first = scores();
        first.add(new Fixed(2, new float[] {3}, new float[] {2}), 2);
        Scores second = scores();
        second.restore(first.sums());
        assertEquals(first.logs(""), second.logs(""));
        first.add(new Fixed(5, new float[] {4}, new float[] {1}), 1);
        second.add(new Fixed(5, new float[] {4}, new float[] {1}), 1);
        assertArrayEquals(first.sums(), second.sums());
        assertEquals(3, second.logs("").get("loss"));
        assertEquals(7.0 / 3, second.logs("").get("mean_absolute_error"));
    }

    @Test
    void nothingIsTakenUpFromNothing() {
        Scores scores = scores();
        assertArrayEquals(new double[0], scores.sums());
        scores.add(new Fixed(2, new float[] {3}, new float[] {2}), 2);
        scores.restore(new double[0]);
        assertArrayEquals(new double[0], scores.sums());
    }

    @Test
    void sumsOfOtherMetricsAreRefused() {
        Scores one = scores();
        one.add(new Fixed(2, new float[] {3}, new float[] {2}), 2);
        Scores none = new Scores(1, List.of(new OutputTraining("y", Losses.meanSquaredError(), 1, List.of())));
        assertThrows(IllegalArgumentException.class, () -> none.restore(one.sums()));
        none.add(new Fixed(2), 2);
        assertThrows(IllegalArgumentException.class, () -> one.restore(none.sums()));
        assertThrows(IllegalStateException.class, () -> one.add(new Fixed(2, new float[] {3, 3}, new float[] {2}), 2));
        assertThrows(IllegalArgumentException.class, () -> one.restore(new double[] {1}));
    }
}
