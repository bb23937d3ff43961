package dev.plumb.view;

import dev.plumb.view.chart.Axis;
import dev.plumb.view.chart.LineChart;
import dev.plumb.view.chart.MatrixChart;
import dev.plumb.view.chart.Series;
import dev.plumb.view.page.Page;
import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Picture;
import dev.plumb.view.picture.PictureFile;
import dev.plumb.view.picture.Point;
import dev.plumb.view.picture.Svg;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How good predictions are, as a picture: {@code ScorePlot.confusionMatrix(counts, classes).write(Path.of("confusion.svg"))}.
 */
public final class ScorePlot {
    private static final double SIDE = 440;
    private static final Axis SHARES = Axis.of(0, 1);

    private final Picture picture;

    private ScorePlot(Picture picture) {
        this.picture = picture;
    }

    /**
     * Which class was taken for which.
     *
     * @param counts of examples, by the class that they have and the class that was predicted
     * @param classes their names, one for each row
     * @throws IllegalArgumentException if there is no class, a row has another length, or a count is less than 0
     */
    public static ScorePlot confusionMatrix(long[][] counts, List<String> classes) {
        Objects.requireNonNull(counts, "the counts are null");
        require(counts.length > 0, "a confusion matrix has at least one class, found none");
        require(
                classes.size() == counts.length,
                "a confusion matrix of " + counts.length + " classes needs as many names, found " + classes.size());
        for (int row = 0; row < counts.length; row++) {
            require(
                    counts[row].length == counts.length,
                    "row " + row + " of the confusion matrix must have " + counts.length + " counts, found "
                            + counts[row].length);
            require(
                    Arrays.stream(counts[row]).allMatch(count -> count >= 0),
                    "row " + row + " of the confusion matrix has a count below 0: " + Arrays.toString(counts[row]));
        }
        long all = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        long right =
                IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum();
        String title = all == 0
                ? "Confusion matrix"
                : String.format(Locale.ROOT, "Confusion matrix, %.1f %% right", 100.0 * right / all);
        return new ScorePlot(
                new MatrixChart(title, counts, List.copyOf(classes), "true class", "predicted class").picture());
    }

    /**
     * The curve of a binary classifier over all thresholds (receiver operating characteristic).
     *
     * @param name in the legend, such as the class or the model
     * @param falsePositiveRates from 0 to 1, at each threshold
     * @param truePositiveRates from 0 to 1, at the same thresholds
     */
    public record RocCurve(String name, List<Double> falsePositiveRates, List<Double> truePositiveRates) {
        public RocCurve {
            Objects.requireNonNull(name, "the name of the curve is null");
            falsePositiveRates = shares("the false positive rates of '" + name + "'", falsePositiveRates);
            truePositiveRates = shares("the true positive rates of '" + name + "'", truePositiveRates);
            require(
                    falsePositiveRates.size() == truePositiveRates.size() && falsePositiveRates.size() > 1,
                    "the curve '" + name
                            + "' needs two points or more, and as many false as true positive rates; found "
                            + falsePositiveRates.size() + " and " + truePositiveRates.size());
        }

        /** A curve of arrays. */
        public static RocCurve of(String name, double[] falsePositiveRates, double[] truePositiveRates) {
            return new RocCurve(name, list(falsePositiveRates), list(truePositiveRates));
        }

        private static List<Double> list(double[] values) {
            return Arrays.stream(values).boxed().toList();
        }

        /** The area below it, by trapezoids: 1 is perfect, 0.5 is chance. */
        public double area() {
            double area = 0;
            for (int i = 1; i < falsePositiveRates.size(); i++) {
                double width = falsePositiveRates.get(i) - falsePositiveRates.get(i - 1);
                area += width * (truePositiveRates.get(i) + truePositiveRates.get(i - 1)) / 2;
            }
            return Math.abs(area);
        }

        private List<Point> points() {
            return IntStream.range(0, falsePositiveRates.size())
                    .mapToObj(i -> new Point(falsePositiveRates.get(i), truePositiveRates.get(i)))
                    .toList();
        }
    }

    /**
     * Curves of binary classifiers, with the areas below them.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ScorePlot roc(RocCurve... curves) {
        require(curves.length > 0, "a picture of ROC curves needs at least one, found none");
        List<Series> series = new ArrayList<>();
        for (RocCurve curve : curves) {
            String name = String.format(Locale.ROOT, "%s (area %.3f)", curve.name(), curve.area());
            series.add(Series.of(name, curve.points(), Ink.series(series.size())));
        }
        series.add(diagonal("chance"));
        return square("ROC", "false positive rate", "true positive rate", series);
    }

    /**
     * Whether probabilities are what they say: of examples that get 0.8, eight of ten should be positive.
     *
     * @param name in the legend, such as the class or the model
     * @param predicted the mean probability in each bin, from 0 to 1
     * @param observed the share of positives in each bin; NaN where a bin has no example
     */
    public static ScorePlot calibration(String name, double[] predicted, double[] observed) {
        Objects.requireNonNull(name, "the name is null");
        require(
                predicted.length == observed.length && predicted.length > 0,
                "a calibration needs as many predicted as observed shares, one for each bin; found " + predicted.length
                        + " and " + observed.length);
        List<Point> points = IntStream.range(0, predicted.length)
                .filter(i -> Double.isFinite(predicted[i]) && Double.isFinite(observed[i]))
                .mapToObj(i -> new Point(predicted[i], observed[i]))
                .toList();
        requireShares("the predicted shares", points.stream().map(Point::x).toList());
        requireShares("the observed shares", points.stream().map(Point::y).toList());
        return square(
                "Calibration",
                "mean predicted probability",
                "share of positives",
                List.of(Series.of(name, points, Ink.BLUE), diagonal("perfect")));
    }

    private static Series diagonal(String name) {
        return new Series(name, List.of(new Point(0, 0), new Point(1, 1)), Ink.FAINT, true);
    }

    private static ScorePlot square(String title, String across, String up, List<Series> series) {
        return new ScorePlot(new LineChart(title, across, up, SHARES, SHARES, series, SIDE, SIDE).picture());
    }

    /**
     * Draws to a file: {@code .svg}, {@code .png} or {@code .html}, by the ending of its name. It is written whole or not at all.
     *
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(Path file) {
        PictureFile.write(file, () -> picture, () -> Page.of(picture.title(), Svg.inline(picture)));
    }

    private static List<Double> shares(String what, List<Double> values) {
        requireShares(what, values);
        return List.copyOf(values);
    }

    private static void requireShares(String what, List<Double> values) {
        Objects.requireNonNull(values, what + " are null");
        for (double value : values) {
            require(value >= 0 && value <= 1, what + " must be from 0 to 1, found " + value);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
