package dev.plumb.view.chart;

import dev.plumb.runtime.History;
import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Mark;
import dev.plumb.view.picture.Picture;
import dev.plumb.view.picture.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Learning curves: a chart of each measure, training and validation together, two charts beside each other. */
public final class Curves {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 290;

    private Curves() {}

    /** All curves in one picture. */
    public static Picture of(String title, History history) {
        List<String> measures = history.measures();
        int columns = Math.min(2, Math.max(1, measures.size()));
        int rows = Math.max(1, (measures.size() + columns - 1) / columns);
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            marks.addAll(chart(history, measures.get(i)).marks(i % columns * WIDTH, i / columns * HEIGHT));
        }
        if (measures.isEmpty()) {
            marks.add(Mark.Text.of(
                    WIDTH / 2, HEIGHT / 2, "No epoch has been trained yet", 13, Ink.FAINT, Mark.Anchor.MIDDLE));
        }
        return new Picture(columns * WIDTH, rows * HEIGHT, title, marks);
    }

    private static LineChart chart(History history, String measure) {
        List<Series> series = new ArrayList<>();
        if (history.has(measure)) {
            series.add(Series.of("training", points(history, measure), Ink.BLUE));
        }
        if (history.has("val_" + measure)) {
            series.add(Series.of("validation", points(history, "val_" + measure), Ink.ORANGE));
        }
        Axis epochs = Axis.ofWhole(history.epochs().stream().mapToDouble(epoch -> epoch + 1.0));
        Axis values = Axis.around(series.stream().flatMapToDouble(Curves::values));
        String title = values.logarithmic() ? measure + " (logarithmic)" : measure;
        return new LineChart(title, "epoch", "", epochs, values, series, WIDTH, HEIGHT);
    }

    /** Epochs are counted from 1, as progress shows them. */
    private static List<Point> points(History history, String key) {
        return history.reports().stream()
                .filter(epoch -> epoch.value(key).isPresent())
                .map(epoch -> new Point(epoch.epoch() + 1.0, epoch.value(key).getAsDouble()))
                .toList();
    }

    private static DoubleStream values(Series series) {
        return series.points().stream().mapToDouble(Point::y);
    }
}
