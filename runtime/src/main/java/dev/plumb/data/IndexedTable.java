package dev.plumb.data;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Rows that can be read in any order, such as records in memory: data sets made of it are shuffled as a whole. */
public interface IndexedTable extends Table {
    /** The number of rows. */
    int size();

    /** The row of that number, from 0 to size - 1. */
    Row row(int index);

    @Override
    default OptionalInt knownRows() {
        return OptionalInt.of(size());
    }

    @Override
    default DataReader<Row> rows() {
        return new DataReader<>() {
            private int next;

            @Override
            public @Nullable Row next() {
                return next == size() ? null : row(next++);
            }
        };
    }
}
