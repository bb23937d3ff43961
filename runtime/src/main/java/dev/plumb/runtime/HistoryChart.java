package dev.plumb.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** Curves in letters: {@code *} for training, {@code o} for validation, a line of both as {@code *} where they meet. */
final class HistoryChart {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 10;
    private static final char TRAINING = '*';
    private static final char VALIDATION = 'o';

    private final List<History.Epoch> epochs;
    private final String measure;

    private HistoryChart(History history, String measure) {
        this.epochs = history.reports();
        this.measure = measure;
    }

    /** A chart for each measure; lines end with {@code \n}. */
    static String of(History history) {
        StringBuilder text = new StringBuilder();
        for (String measure : history.measures()) {
            text.append(text.isEmpty() ? "" : "\n").append(new HistoryChart(history, measure).text());
        }
        return text.isEmpty() ? "no epoch has been trained\n" : text.toString();
    }

    private String text() {
        double[] finite = DoubleStream.concat(values(measure), values("val_" + measure))
                .filter(Double::isFinite)
                .toArray();
        StringBuilder text = new StringBuilder(measure);
        if (values("val_" + measure).findAny().isPresent()) {
            text.append(" ".repeat(Math.max(2, WIDTH - 16 - measure.length())))
                    .append(TRAINING + " training   " + VALIDATION + " validation");
        }
        text.append('\n');
        if (finite.length == 0) {
            return text.append(" no value is a finite number\n").toString();
        }
        double low = Arrays.stream(finite).min().getAsDouble();
        double high = Arrays.stream(finite).max().getAsDouble();
        int columns = epochs.size() == 1 ? 1 : WIDTH;
        char[][] canvas = new char[HEIGHT][columns];
        Arrays.stream(canvas).forEach(row -> Arrays.fill(row, ' '));
        DoubleUnaryOperator row = value -> LogText.value(high).equals(LogText.value(low))
                ? HEIGHT / 2
                : Math.rint((high - value) / (high - low) * (HEIGHT - 1));
        draw(canvas, "val_" + measure, VALIDATION, row);
        draw(canvas, measure, TRAINING, row);
        lines(text, canvas, LogText.value(high), LogText.value(low));
        return text.toString();
    }

    private void draw(char[][] canvas, String key, char letter, DoubleUnaryOperator row) {
        for (int i = 0; i < epochs.size(); i++) {
            OptionalDouble value = epochs.get(i).value(key);
            if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
                int column = epochs.size() == 1 ? 0 : (int) ((long) i * (canvas[0].length - 1) / (epochs.size() - 1));
                canvas[(int) row.applyAsDouble(value.getAsDouble())][column] = letter;
            }
        }
    }

    private void lines(StringBuilder text, char[][] canvas, String high, String low) {
        int width = Math.max(high.length(), low.length());
        for (int i = 0; i < HEIGHT; i++) {
            String label = label(i, high, low);
            text.append(' ').append(" ".repeat(width - label.length())).append(label);
            text.append((" | " + new String(canvas[i])).stripTrailing()).append('\n');
        }
        int columns = canvas[0].length;
        String first = Integer.toString(epochs.get(0).epoch() + 1);
        String last = Integer.toString(epochs.get(epochs.size() - 1).epoch() + 1);
        String margin = " ".repeat(width + 1);
        text.append(margin).append(" +").append("-".repeat(columns + 1)).append('\n');
        String ends =
                columns == 1 ? first : first + " ".repeat(Math.max(1, columns - first.length() - last.length())) + last;
        text.append(margin).append("   ").append(ends).append("   epoch\n");
    }

    /** The ends of what was measured, at their lines; values that are all the same lie in the middle. */
    private static String label(int line, String high, String low) {
        if (high.equals(low)) {
            return line == HEIGHT / 2 ? high : "";
        }
        return line == 0 ? high : line == HEIGHT - 1 ? low : "";
    }

    private DoubleStream values(String key) {
        return epochs.stream().map(epoch -> epoch.value(key)).flatMapToDouble(OptionalDouble::stream);
    }
}
