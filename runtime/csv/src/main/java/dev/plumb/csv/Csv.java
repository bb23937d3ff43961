package dev.plumb.csv;

import dev.plumb.array.InputException;
import dev.plumb.data.DataReader;
import dev.plumb.data.RowPolicy;
import dev.plumb.data.Table;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A CSV file, read row by row as often as there are epochs, so that it may be larger than the memory; {@code dataset(…).inMemory()} reads it once. The
 * first row has the names of the columns. Fields may be quoted, with the separator, line ends and doubled quotes inside; empty lines are no
 * rows. A byte order mark is skipped, a name that ends with {@code .gz} is a gzip file. Immutable; each setter returns a changed one.
 *
 * <pre>{@code
 * var data = PlantModel.dataset(Csv.of(Path.of("plant.csv")), columns -> columns.features("temperature", "pressure"));
 * }</pre>
 */
public final class Csv implements Table {
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null");

    private final Path file;
    private final char separator;
    private final char quote;
    private final Charset charset;
    private final List<String> given;
    private final Set<String> missing;
    private final RowPolicy policy;
    private final Notation notation;

    private Csv(
            Path file,
            char separator,
            char quote,
            Charset charset,
            List<String> given,
            Set<String> missing,
            RowPolicy policy,
            Notation notation) {
        this.file = file;
        this.separator = separator;
        this.quote = quote;
        this.charset = charset;
        this.given = given;
        this.missing = missing;
        this.policy = policy;
        this.notation = notation;
    }

    /** A file in UTF-8 with commas between its fields. */
    public static Csv of(Path file) {
        return new Csv(
                Objects.requireNonNull(file, "the file is null"),
                ',',
                '"',
                StandardCharsets.UTF_8,
                List.of(),
                MISSING,
                RowPolicy.REFUSE,
                Notation.PLAIN);
    }

    /**
     * Fields are separated by this: {@code ';'}, {@code '\t'}.
     *
     * @throws InputException if it is the quote or ends a line
     */
    public Csv separator(char character) {
        return checked(new Csv(file, character, quote, charset, given, missing, policy, notation));
    }

    /**
     * Fields are quoted by this.
     *
     * @throws InputException if it is the separator or ends a line
     */
    public Csv quote(char character) {
        return checked(new Csv(file, separator, character, charset, given, missing, policy, notation));
    }

    /**
     * Numbers have this before their decimals instead of a point, as in {@code 1,5}. Fields of one that has the separator in it are quoted, or
     * separated by another one: {@code separator(';').decimalSeparator(',')}. A number with a point is an error then, unless points are the thousands
     * separator.
     *
     * @throws InputException if it is a letter, a digit, a sign, a line end or the thousands separator
     */
    public Csv decimalSeparator(char character) {
        return with(notation.decimal(character));
    }

    /**
     * Numbers may have this between groups of three digits, as in {@code 1,234,567.5} or {@code 1.234,5}; in other places it is an error.
     *
     * @throws InputException if it is a letter, a digit, a sign, a line end or the decimal separator
     */
    public Csv thousandsSeparator(char character) {
        return with(notation.thousands(character));
    }

    private Csv with(Notation other) {
        return new Csv(file, separator, quote, charset, given, missing, policy, other);
    }

    private static Csv checked(Csv csv) {
        if (csv.separator == csv.quote || isLineEnd(csv.separator) || isLineEnd(csv.quote)) {
            throw new InputException("separator and quote of a CSV file must differ, and end no line");
        }
        return csv;
    }

    private static boolean isLineEnd(char character) {
        return character == '\n' || character == '\r';
    }

    /** Reads another charset. What is no text in it is an error. */
    public Csv charset(Charset other) {
        return new Csv(file, separator, quote, other, given, missing, policy, notation);
    }

    /**
     * The file has no names: its first row is data, and its columns are these.
     *
     * @throws InputException if there is none, or two are the same
     */
    public Csv columns(String... names) {
        List<String> distinct = Arrays.stream(names).distinct().toList();
        if (names.length == 0 || distinct.size() < names.length) {
            throw new InputException("the names of the columns of " + name() + " are " + Arrays.toString(names)
                    + ": expected one for each column, no two alike");
        }
        return new Csv(file, separator, quote, charset, List.of(names), missing, policy, notation);
    }

    /** Fields that say that a value is missing, instead of the empty one, NA, N/A, NaN, nan and null. */
    public Csv missing(String... texts) {
        return new Csv(file, separator, quote, charset, given, Set.copyOf(Arrays.asList(texts)), policy, notation);
    }

    /** What becomes of rows that cannot be used; an error unless it is said. */
    public Csv policy(RowPolicy other) {
        return new Csv(file, separator, quote, charset, given, missing, other, notation);
    }

    @Override
    public RowPolicy policy() {
        return policy;
    }

    @Override
    public String name() {
        Path last = file.getFileName();
        return (last == null ? file : last).toString();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the file is empty, or two columns have one name
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    @Override
    public List<String> columns() {
        if (!given.isEmpty()) {
            return given;
        }
        try (CsvRows rows = open()) {
            return rows.header();
        }
    }

    @Override
    public DataReader<Row> rows() {
        CsvRows rows = open();
        try {
            if (given.isEmpty()) {
                rows.header();
            } else {
                rows.columns(new ArrayList<>(given));
            }
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
        return rows;
    }

    private CsvRows open() {
        return new CsvRows(name(), file, separator, quote, charset, missing, notation);
    }

    @Override
    public String toString() {
        return name();
    }
}
