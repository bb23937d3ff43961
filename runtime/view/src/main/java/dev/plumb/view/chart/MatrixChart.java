package dev.plumb.view.chart;

import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Mark;
import dev.plumb.view.picture.Picture;
import dev.plumb.view.picture.TextWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of counts in colours: the darker a cell, the greater its share of its row. */
public final class MatrixChart {
    private static final double TITLE = 15;
    private static final double SMALL = 12;
    private static final double MARGIN = 16;
    /** The table is about so wide; cells have sizes between these. */
    private static final double WIDTH = 460;

    private static final double LARGEST_CELL = 64;
    private static final double SMALLEST_CELL = 7;
    private static final double WIDEST_NAME = 140;
    /** In darker cells numbers have the colour of the paper. */
    private static final double DARK = 0.55;

    private final String title;
    private final long[][] counts;
    private final List<String> names;
    private final String down;
    private final String across;

    /**
     * A chart of counts.
     *
     * @param counts by row and column, as many columns as rows
     * @param names of rows and columns
     * @param down what the rows are
     * @param across what the columns are
     */
    public MatrixChart(String title, long[][] counts, List<String> names, String down, String across) {
        this.title = title;
        this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
        this.names = List.copyOf(names);
        this.down = down;
        this.across = across;
    }

    /** The chart. */
    public Picture picture() {
        int size = counts.length;
        double cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, WIDTH / size));
        List<String> shown = names.stream()
                .map(name -> TextWidth.cut(name, SMALL, WIDEST_NAME))
                .toList();
        double widest = shown.stream()
                .mapToDouble(name -> TextWidth.of(name, SMALL))
                .max()
                .orElse(0);
        boolean turned = widest > cell - 4;
        double left = MARGIN + 22 + widest + 8;
        double top = MARGIN + 34;
        double bottom = top + size * cell;
        double width = Math.max(left + size * cell + MARGIN, MARGIN * 2 + TextWidth.ofBold(title, TITLE));
        double height = bottom + (turned ? widest + 10 : 18) + 26 + MARGIN;
        List<Mark> marks = new ArrayList<>();
        marks.add(Mark.Text.of(MARGIN, MARGIN + 12, title, TITLE, Ink.TEXT, Mark.Anchor.START)
                .inBold());
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                marks.add(cell(row, column, left + column * cell, top + row * cell, cell));
            }
        }
        names(marks, shown, cell, left, top, turned);
        marks.add(Mark.Text.of(MARGIN + 10, (top + bottom) / 2, down, SMALL, Ink.FAINT, Mark.Anchor.MIDDLE)
                .upwards());
        marks.add(Mark.Text.of(left + size * cell / 2, height - MARGIN, across, SMALL, Ink.FAINT, Mark.Anchor.MIDDLE));
        return new Picture(Math.ceil(width), Math.ceil(height), title, marks);
    }

    private Mark cell(int row, int column, double x, double y, double cell) {
        long total = Arrays.stream(counts[row]).sum();
        double share = total == 0 ? 0 : counts[row][column] / (double) total;
        List<Mark> marks = new ArrayList<>();
        marks.add(Mark.Box.framed(
                x,
                y,
                cell,
                cell,
                0,
                new Mark.Fill(Ink.BLUE, 0.03 + 0.97 * share),
                Mark.Pen.of(Ink.GRID, cell > 16 ? 1 : 0.5)));
        String count = String.format(Locale.ROOT, "%,d", counts[row][column]);
        Ink ink = share > DARK ? Ink.PAPER : counts[row][column] == 0 ? Ink.FAINT : Ink.TEXT;
        boolean fits = TextWidth.of(count, SMALL) <= cell - 4;
        boolean both = fits && cell >= 44;
        if (fits && cell >= 18) {
            double baseline = y + cell / 2 + (both ? -2 : 4);
            marks.add(Mark.Text.of(x + cell / 2, baseline, count, SMALL, ink, Mark.Anchor.MIDDLE));
        }
        String percent = String.format(Locale.ROOT, "%.0f %%", share * 100);
        if (both && total > 0) {
            marks.add(Mark.Text.of(x + cell / 2, y + cell / 2 + 13, percent, 10.5, ink, Mark.Anchor.MIDDLE));
        }
        return new Mark.Group(names.get(row) + " as " + names.get(column) + ": " + count + " (" + percent + ")", marks);
    }

    /** Of small cells not each has its name: names are a line apart at least. */
    private void names(List<Mark> marks, List<String> shown, double cell, double left, double top, boolean turned) {
        int every = (int) Math.ceil(14 / cell);
        double bottom = top + counts.length * cell;
        for (int i = 0; i < counts.length; i += every) {
            double middle = (i + 0.5) * cell;
            marks.add(Mark.Text.of(left - 8, top + middle + 4, shown.get(i), SMALL, Ink.TEXT, Mark.Anchor.END));
            marks.add(
                    turned
                            ? Mark.Text.of(
                                            left + middle + 4,
                                            bottom + 8,
                                            shown.get(i),
                                            SMALL,
                                            Ink.TEXT,
                                            Mark.Anchor.END)
                                    .upwards()
                            : Mark.Text.of(
                                    left + middle, bottom + 17, shown.get(i), SMALL, Ink.TEXT, Mark.Anchor.MIDDLE));
        }
    }
}
