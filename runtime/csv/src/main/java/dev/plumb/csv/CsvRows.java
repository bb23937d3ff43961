package dev.plumb.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.plumb.array.InputException;
import dev.plumb.data.DataReader;
import dev.plumb.data.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file. A row with another number of fields is an error that can be gone on from; what is no CSV is not. */
final class CsvRows implements DataReader<Table.Row> {
    private final String name;
    private final Path file;
    private final Charset charset;
    private final CloseableIterator<CsvRecord> records;
    private final Set<String> missing;
    private final Notation notation;
    private List<String> columns = List.of();
    private long read;

    CsvRows(
            String name,
            Path file,
            char separator,
            char quote,
            Charset charset,
            Set<String> missing,
            Notation notation) {
        this.name = name;
        this.file = file;
        this.charset = charset;
        this.missing = missing;
        this.notation = notation;
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quote)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(CsvText.open(name, file, charset))
                .iterator();
    }

    /** Reads the names of the columns; whoever calls it closes the rows if this fails. */
    List<String> header() {
        CsvRecord first = record();
        if (first == null) {
            throw new InputException(name + " is empty: expected a row with the names of its columns");
        }
        columns = first.getFields().stream().map(String::strip).toList();
        for (int i = 0; i < columns.size(); i++) {
            int same = columns.indexOf(columns.get(i));
            if (same < i) {
                throw new InputException("columns " + (same + 1) + " and " + (i + 1) + " of " + name
                        + " are both named '" + columns.get(i) + "': names must differ, or be given by columns(…)");
            }
        }
        return columns;
    }

    void columns(List<String> names) {
        columns = names;
    }

    @Override
    public Table.@Nullable Row next() {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        read++;
        CsvRow row = new CsvRow(read, record);
        if (record.getFieldCount() != columns.size()) {
            throw new InputException(
                    row.place() + ": expected " + columns.size() + " fields, found " + record.getFieldCount());
        }
        return row;
    }

    private @Nullable CsvRecord record() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw unreadable(
                    e,
                    e.getCause() == null
                            ? String.valueOf(e.getMessage())
                            : e.getCause().getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw noText(e);
            }
            throw unreadable(e, e.getCause().getMessage());
        }
    }

    /** The parser reads ahead, so the place is looked for. */
    private UncheckedIOException noText(UncheckedIOException cause) {
        try {
            long line = CsvText.firstUnreadableLine(name, file, charset);
            return new UncheckedIOException(
                    String.format(
                            Locale.ROOT,
                            "line %,d of %s is no text in %s: charset(…) reads another",
                            line,
                            name,
                            charset),
                    cause.getCause());
        } catch (IOException e) {
            return unreadable(cause, e.getMessage());
        }
    }

    /** The rest of the file is lost, so this is no error of a single row. */
    private UncheckedIOException unreadable(RuntimeException cause, @Nullable String problem) {
        String place = columns.isEmpty() ? "the first row" : String.format(Locale.ROOT, "row %,d", read + 1);
        return new UncheckedIOException(place + " of " + name + " cannot be read: " + problem, new IOException(cause));
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class CsvRow implements Table.Row {
        private final long number;
        private final CsvRecord record;

        CsvRow(long number, CsvRecord record) {
            this.number = number;
            this.record = record;
        }

        @Override
        public String place() {
            return String.format(Locale.ROOT, "row %,d of %s (line %,d)", number, name, record.getStartingLineNumber());
        }

        @Override
        public @Nullable Object value(int column) {
            String text = record.getField(column);
            return missing.contains(text.strip()) ? null : text;
        }

        @Override
        public @Nullable Object number(int column) {
            Object value = value(column);
            return value == null ? null : notation.plain(value.toString());
        }
    }
}
