package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of one input or target out of a row. */
final class SlotReader {
    private final List<Column> columns;
    private final int[] places;
    private final int width;
    private final int[] shape;
    private final boolean isInt;

    /**
     * A reader of some columns.
     *
     * @param places of the columns in the table
     * @param width how many values they give together
     * @param shape of these values
     */
    SlotReader(List<Column> columns, int[] places, int width, int[] shape, boolean isInt) {
        this.columns = columns;
        this.places = places;
        this.width = width;
        this.shape = shape;
        this.isInt = isInt;
    }

    Values values(Table.Row row) {
        if (columns.get(0).kind() == Column.Kind.TEXT) {
            String[] strings = new String[width];
            each(row, (i, at) -> strings[at] = columns.get(i).text(row.value(places[i])));
            return Values.strings(strings).shaped(shape);
        }
        if (isInt) {
            int[] numbers = new int[width];
            each(row, (i, at) -> columns.get(i).write(value(row, i), numbers, at));
            return Values.ints(numbers).shaped(shape);
        }
        float[] numbers = new float[width];
        each(row, (i, at) -> columns.get(i).write(value(row, i), numbers, at));
        return Values.floats(numbers).shaped(shape);
    }

    private @Nullable Object value(Table.Row row, int column) {
        boolean isNumber = columns.get(column).kind() == Column.Kind.NUMBER;
        return isNumber ? row.number(places[column]) : row.value(places[column]);
    }

    /** What is done with a column, and where its numbers begin. */
    @FunctionalInterface
    private interface Step {
        void take(int column, int at);
    }

    private void each(Table.Row row, Step step) {
        int at = 0;
        for (int i = 0; i < columns.size(); i++) {
            try {
                step.take(i, at);
            } catch (InputException e) {
                InputException located = new InputException(
                        row.place() + ", column '" + columns.get(i).name() + "': " + e.getMessage());
                located.initCause(e);
                throw located;
            }
            at += columns.get(i).width();
        }
    }

    /** Whether a value is missing for which no number is given. */
    boolean misses(Table.Row row) {
        for (int i = 0; i < places.length; i++) {
            if (row.value(places[i]) == null && columns.get(i).fill().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
