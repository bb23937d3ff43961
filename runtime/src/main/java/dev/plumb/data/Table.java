package dev.plumb.data;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows with named columns that are read one after the other: a CSV file, what a query gives, records in memory. A generated class fits them to the
 * inputs and targets of its model by names: {@code XModel.dataset(table, columns -> columns.features("age", "size"))}.
 */
public interface Table {
    /** As messages name it, such as the name of its file. */
    String name();

    /** The names of the columns, in their order. */
    List<String> columns();

    /** The number of rows, if it is known before they are read. */
    default OptionalInt knownRows() {
        return OptionalInt.empty();
    }

    /** What becomes of rows that cannot be used. */
    default RowPolicy policy() {
        return RowPolicy.REFUSE;
    }

    /**
     * Reads the rows from the first one on. After an {@link dev.plumb.array.InputException} it can be gone on with; the next row is read then, if the
     * source knows where it begins, or there is none.
     */
    DataReader<Row> rows();

    /** A row. Valid until the next one is read. */
    interface Row {
        /** As messages name it: {@code row 10,417 of plant.csv}. */
        String place();

        /**
         * A value: a {@link String}, a {@link Number}, a {@link Boolean}, or null if it is missing.
         *
         * @throws dev.plumb.array.InputException if it cannot be had; whoever asks adds the place
         */
        @Nullable
        Object value(int column);

        /**
         * A value that is to become a number. A source that writes numbers in a way of its own gives a {@link Number} here, or the text as Java writes it.
         *
         * @throws dev.plumb.array.InputException if it cannot be had; whoever asks adds the place
         */
        default @Nullable Object number(int column) {
            return value(column);
        }
    }

    /**
     * The rows as examples whose inputs and targets go by names: {@code table.dataset(columns -> columns.input("x", "age", "size").target("y", "price"))}.
     *
     * @throws dev.plumb.array.InputException if a column is not there
     */
    default Dataset<Map<String, INDArray>, Map<String, INDArray>> dataset(UnaryOperator<TableColumns> columns) {
        return columns.apply(TableColumns.ofAny()).dataset(this);
    }
}
