package dev.plumb.view.chart;

import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Mark;
import dev.plumb.view.picture.Picture;
import dev.plumb.view.picture.Point;
import dev.plumb.view.picture.TextWidth;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Series as lines over two axes, with a title and a legend.
 *
 * @param width of all of it, in pixels
 * @param height of all of it, in pixels
 */
public record LineChart(
        String title, String across, String up, Axis x, Axis y, List<Series> series, double width, double height) {
    private static final double TITLE = 15;
    private static final double SMALL = 12;
    private static final double MARGIN = 16;
    private static final double LEGEND_LINE = 18;
    private static final double SAMPLE = 18;
    /** More points are a line only. */
    private static final int MOST_DISCS = 60;

    public LineChart {
        series = List.copyOf(series);
    }

    /** The chart alone. */
    public Picture picture() {
        return new Picture(width, height, title, marks(0, 0));
    }

    /** The chart as a part of a larger picture, with its upper left corner there. */
    public List<Mark> marks(double left, double top) {
        List<Mark> marks = new ArrayList<>();
        String shown = TextWidth.cut(title, TITLE, (width - 2 * MARGIN) / 1.1);
        marks.add(Mark.Text.of(left + MARGIN, top + MARGIN + 12, shown, TITLE, Ink.TEXT, Mark.Anchor.START)
                .inBold());
        double legendEnd = legend(marks, left, top + MARGIN + 34);
        Plot plot = plot(left, top, legendEnd);
        grid(marks, plot);
        series.forEach(one -> series(marks, plot, one));
        return marks;
    }

    /** Where the lines are. */
    private record Plot(double left, double top, double right, double bottom, Axis x, Axis y) {
        Point at(Point values) {
            return new Point(
                    left + (right - left) * x.share(values.x()), bottom - (bottom - top) * y.share(values.y()));
        }
    }

    private Plot plot(double left, double top, double from) {
        double labels = y.ticks(5).stream()
                .mapToDouble(tick -> TextWidth.of(tick.label(), SMALL))
                .max()
                .orElse(0);
        double beside = up.isEmpty() ? 0 : 20;
        return new Plot(
                left + MARGIN + beside + labels + 8,
                from + 6,
                left + width - MARGIN - 4,
                top + height - MARGIN - 36,
                x,
                y);
    }

    /** Draws the legend, if there is something to tell apart; gives the height where it ends. */
    private double legend(List<Mark> marks, double left, double baseline) {
        if (series.size() < 2) {
            return baseline - LEGEND_LINE + 6;
        }
        double x = left + MARGIN;
        double y = baseline;
        for (Series one : series) {
            double most = width - 2 * MARGIN - SAMPLE - 6;
            String name = TextWidth.cut(one.name(), SMALL, most);
            double needed = SAMPLE + 6 + TextWidth.of(name, SMALL) + 14;
            if (x > left + MARGIN && x + needed - 14 > left + width - MARGIN) {
                x = left + MARGIN;
                y += LEGEND_LINE;
            }
            marks.add(Mark.Line.of(x, y - 4, x + SAMPLE, y - 4, pen(one)));
            marks.add(Mark.Text.of(x + SAMPLE + 6, y, name, SMALL, Ink.TEXT, Mark.Anchor.START));
            x += needed;
        }
        return y + 12;
    }

    private void grid(List<Mark> marks, Plot plot) {
        Mark.Pen thin = Mark.Pen.of(Ink.GRID, 1);
        for (Axis.Tick tick : y.ticks(5)) {
            double at = plot.at(new Point(x.low(), tick.value())).y();
            marks.add(Mark.Line.of(plot.left(), at, plot.right(), at, thin));
            marks.add(Mark.Text.of(plot.left() - 8, at + 4, tick.label(), SMALL, Ink.FAINT, Mark.Anchor.END));
        }
        double step = TextWidth.of("00000", SMALL);
        int fits = (int) Math.max(2, Math.min(10, (plot.right() - plot.left()) / step / 1.4));
        for (Axis.Tick tick : x.ticks(fits)) {
            double at = plot.at(new Point(tick.value(), y.low())).x();
            marks.add(Mark.Line.of(at, plot.bottom(), at, plot.bottom() + 4, Mark.Pen.of(Ink.FRAME, 1)));
            marks.add(Mark.Text.of(at, plot.bottom() + 18, tick.label(), SMALL, Ink.FAINT, Mark.Anchor.MIDDLE));
        }
        marks.add(Mark.Line.of(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Mark.Pen.of(Ink.FRAME, 1)));
        marks.add(Mark.Text.of(
                (plot.left() + plot.right()) / 2, plot.bottom() + 36, across, SMALL, Ink.FAINT, Mark.Anchor.MIDDLE));
        if (!up.isEmpty()) {
            double turned = plot.left()
                    - 14
                    - y.ticks(5).stream()
                            .mapToDouble(tick -> TextWidth.of(tick.label(), SMALL))
                            .max()
                            .orElse(0);
            marks.add(
                    Mark.Text.of(turned - 4, (plot.top() + plot.bottom()) / 2, up, SMALL, Ink.FAINT, Mark.Anchor.MIDDLE)
                            .upwards());
        }
    }

    private static void series(List<Mark> marks, Plot plot, Series series) {
        List<Mark> drawn = new ArrayList<>();
        List<Point> part = new ArrayList<>();
        for (Point values : series.points()) {
            if (Double.isFinite(values.x()) && Double.isFinite(values.y())) {
                part.add(plot.at(values));
            } else {
                finish(drawn, part, series);
            }
        }
        finish(drawn, part, series);
        if (!series.dashed() && series.points().size() <= MOST_DISCS) {
            for (Point values : series.points()) {
                if (Double.isFinite(values.x()) && Double.isFinite(values.y())) {
                    Point at = plot.at(values);
                    Mark disc = new Mark.Disc(at.x(), at.y(), 2.5, Mark.Fill.of(series.ink()));
                    drawn.add(new Mark.Group(
                            series.name() + "\n" + number(values.x()) + ": " + number(values.y()), List.of(disc)));
                }
            }
        }
        marks.add(new Mark.Group(series.name(), drawn));
    }

    private static void finish(List<Mark> drawn, List<Point> part, Series series) {
        if (part.size() > 1) {
            drawn.add(new Mark.Line(part, pen(series), 0));
        }
        part.clear();
    }

    private static Mark.Pen pen(Series series) {
        Mark.Pen pen = Mark.Pen.of(series.ink(), series.dashed() ? 1.5 : 2);
        return series.dashed() ? pen.withGaps() : pen;
    }

    /** Four digits. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : new BigDecimal(value).round(new MathContext(4)).toString();
    }
}
