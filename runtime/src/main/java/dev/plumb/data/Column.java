package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.graph.problem.Similar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table and how its values become numbers: as they are, true and false as 1 and 0, categories as their places in a list or as a 1 in
 * that place of several numbers, or strings as they are. Immutable.
 *
 * @param name of the column in the table
 * @param kind how its values become numbers
 * @param categories for kinds that have some
 * @param fill the number for a missing value; without one it is an error
 */
public record Column(String name, Kind kind, List<String> categories, OptionalDouble fill) {
    /** How values become numbers. */
    public enum Kind {
        /** A number, or true and false. */
        NUMBER,
        /** A category's place in the list. */
        CATEGORY,
        /** A number for each category: 1 in its place, 0 elsewhere. */
        ONE_HOT,
        /** A string. */
        TEXT
    }

    private static final String TRUE = "true";
    private static final String FALSE = "false";

    public Column {
        Objects.requireNonNull(name, "the name of the column is null");
        Objects.requireNonNull(fill, "the number for missing values is null");
        categories = List.copyOf(categories);
        boolean hasCategories = kind == Kind.CATEGORY || kind == Kind.ONE_HOT;
        if (hasCategories == categories.isEmpty()) {
            throw new InputException("column '" + name + "' is of kind " + kind
                    + (hasCategories ? " and has no categories" : " and has categories " + categories));
        }
    }

    /** A column of numbers, or of true and false, which are 1 and 0. */
    public static Column of(String name) {
        return new Column(name, Kind.NUMBER, List.of(), OptionalDouble.empty());
    }

    /** A column of categories, each of which becomes its place in this list, from 0. */
    public static Column category(String name, String... categories) {
        return new Column(name, Kind.CATEGORY, Arrays.asList(categories), OptionalDouble.empty());
    }

    /** A column of categories, each of which becomes as many numbers as there are: 1 in its place and 0 elsewhere. */
    public static Column oneHot(String name, String... categories) {
        return new Column(name, Kind.ONE_HOT, Arrays.asList(categories), OptionalDouble.empty());
    }

    /** A column of strings, for an input of strings. */
    public static Column text(String name) {
        return new Column(name, Kind.TEXT, List.of(), OptionalDouble.empty());
    }

    /** The same with a number where a value is missing: NaN, too. Missing categories of several numbers have this in each. */
    public Column fill(double number) {
        return new Column(name, kind, categories, OptionalDouble.of(number));
    }

    /** How many numbers or strings its values become. */
    int width() {
        return kind == Kind.ONE_HOT ? categories.size() : 1;
    }

    /**
     * Writes the numbers of a value.
     *
     * @throws InputException without the place of the value, which the caller knows
     */
    void write(@Nullable Object value, float[] destination, int at) {
        if (value == null) {
            Arrays.fill(destination, at, at + width(), (float) missing());
        } else if (kind == Kind.ONE_HOT) {
            destination[at + place(value)] = 1;
        } else {
            destination[at] = (float) number(value);
        }
    }

    /** As {@link #write}, of whole numbers. */
    void write(@Nullable Object value, int[] destination, int at) {
        if (value == null) {
            Arrays.fill(destination, at, at + width(), whole(missing(), missing()));
        } else if (kind == Kind.ONE_HOT) {
            destination[at + place(value)] = 1;
        } else {
            destination[at] = whole(number(value), value);
        }
    }

    String text(@Nullable Object value) {
        if (value == null) {
            throw new InputException("the string is missing");
        }
        return value.toString();
    }

    private double missing() {
        return fill.orElseThrow(() -> new InputException("the value is missing: Column.of(\"" + name
                + "\").fill(number) fills it, RowPolicy.SKIP_MISSING leaves such rows out"));
    }

    private static int whole(double number, Object value) {
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new InputException("expected a whole number of 32 bits, found '" + value + "'");
        }
        return (int) number;
    }

    private double number(Object value) {
        if (kind == Kind.CATEGORY) {
            return place(value);
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return parsed(value.toString().strip());
    }

    private double parsed(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals(TRUE)) {
            return 1;
        }
        if (word.equals(FALSE)) {
            return 0;
        }
        try {
            double number = Double.parseDouble(text);
            boolean isPlain = !word.endsWith("d") && !word.endsWith("f") && !word.startsWith("0x");
            if (isPlain && (Math.abs(number) <= Float.MAX_VALUE || isWord(word))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InputException("expected a number, found '" + shortened(text) + "'" + hint(text));
    }

    /** What is written as no number or as infinite is meant so; what became it by its size is not. */
    private static boolean isWord(String word) {
        return word.endsWith("nan") || word.endsWith("infinity");
    }

    private String hint(String text) {
        String notation = NumberHints.of(text);
        if (!notation.isEmpty()) {
            return notation;
        }
        if (text.equals(name)) {
            return ": this row has the names of the columns, which Csv takes from it where columns(…) gives none";
        }
        return text.matches("[^\\p{Alnum}]+") ? ": Csv.missing(\"" + text + "\") takes it for a missing value" : "";
    }

    private int place(Object value) {
        String text = value.toString();
        int place = categories.indexOf(text);
        if (place < 0) {
            throw new InputException("'" + shortened(text) + "' is none of the categories " + categories
                    + Similar.hint(text, categories));
        }
        return place;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
