package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The rows of a table as examples, read one after the other. */
record TableDataset<I, T>(
        Table table, RowReader reader, Structure<I> inputStructure, Structure<T> targetStructure)
        implements StreamedDataset<I, T> {
    private static final System.Logger LOGGER = System.getLogger(TableDataset.class.getName());

    @Override
    public OptionalInt knownSize() {
        return table.policy() == RowPolicy.REFUSE ? table.knownRows() : OptionalInt.empty();
    }

    @Override
    public DataReader<Example> examples(Order order) {
        return new Reading(table.rows());
    }

    private final class Reading implements DataReader<Example> {
        private final DataReader<Table.Row> rows;
        private long read;
        private long skipped;
        private String first = "";
        private boolean said;

        Reading(DataReader<Table.Row> rows) {
            this.rows = rows;
        }

        @Override
        public @Nullable Example next() {
            while (true) {
                try {
                    Table.Row row = rows.next();
                    if (row == null) {
                        say();
                        return null;
                    }
                    if (table.policy() != RowPolicy.SKIP_MISSING || !reader.misses(row)) {
                        Example example = reader.example(row);
                        read++;
                        return example;
                    }
                    skip(row.place() + ": a value is missing");
                } catch (InputException e) {
                    if (table.policy() != RowPolicy.SKIP_BAD) {
                        throw e;
                    }
                    skip(e.getMessage());
                }
            }
        }

        private void skip(String problem) {
            first = skipped == 0 ? problem : first;
            skipped++;
        }

        private void say() {
            if (skipped > 0 && !said) {
                said = true;
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        String.format(
                                Locale.ROOT,
                                "left out %,d of %,d rows of %s, the first: %s",
                                skipped,
                                skipped + read,
                                table.name(),
                                first));
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
