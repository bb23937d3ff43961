package dev.plumb.data.source;

import dev.plumb.array.InputException;
import dev.plumb.data.DataReader;
import dev.plumb.data.RowPolicy;
import dev.plumb.data.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a query of a data base gives, row by row, asked anew in each epoch on a connection of its own, which is closed at its end. Rows come in the
 * order of the query: without {@code ORDER BY} that may differ from epoch to epoch. Names of columns that were not quoted are in small letters. Immutable; each setter returns a changed one.
 */
public final class JdbcTable implements Table {
    private static final int FETCHED = 1_000;

    private final Source connections;
    private final String query;
    private final List<Object> parameters;
    private final RowPolicy policy;

    /** Opens connections: {@code dataSource::getConnection}, {@code () -> DriverManager.getConnection(url)}. */
    @FunctionalInterface
    public interface Source {
        /** A connection of its own. */
        Connection open() throws SQLException;
    }

    private JdbcTable(Source connections, String query, List<Object> parameters, RowPolicy policy) {
        this.connections = connections;
        this.query = query;
        this.parameters = parameters;
        this.policy = policy;
    }

    /** The rows of a query. */
    public static JdbcTable of(Source connections, String query, Object... parameters) {
        return new JdbcTable(
                Objects.requireNonNull(connections, "the source of connections is null"),
                Objects.requireNonNull(query, "the query is null"),
                Arrays.asList(parameters.clone()),
                RowPolicy.REFUSE);
    }

    /** What becomes of rows that cannot be used; an error unless it is said. */
    public JdbcTable policy(RowPolicy other) {
        return new JdbcTable(connections, query, parameters, other);
    }

    @Override
    public RowPolicy policy() {
        return policy;
    }

    @Override
    public String name() {
        return "query '" + query + "'";
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the data base refuses the query
     */
    @Override
    public List<String> columns() {
        try (Reading reading = new Reading()) {
            return reading.names();
        }
    }

    @Override
    public DataReader<Row> rows() {
        return new Reading();
    }

    private InputException failed(String when, SQLException cause) {
        InputException failed = new InputException(when + name() + " failed: " + cause.getMessage());
        failed.initCause(cause);
        return failed;
    }

    /** What is asked of the data base. */
    @FunctionalInterface
    private interface Query<R> {
        R get() throws SQLException;
    }

    private final class Reading implements DataReader<Row> {
        private final Connection connection;
        private @Nullable ResultSet rows;
        private long read;

        Reading() {
            connection = asked("", connections::open);
            try {
                rows = asked("", this::executed);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        private <R> R asked(String when, Query<R> query) {
            try {
                return query.get();
            } catch (SQLException e) {
                throw failed(when, e);
            }
        }

        private ResultSet executed() throws SQLException {
            // PostgreSQL sends rows piece by piece only within a transaction.
            connection.setAutoCommit(false);
            PreparedStatement statement =
                    connection.prepareStatement(query, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(FETCHED);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return statement.executeQuery();
        }

        /** Some data bases write names that are not quoted in capital letters, others in small ones: here they are small. */
        List<String> names() {
            ResultSet result = Objects.requireNonNull(rows);
            return asked("", () -> {
                ResultSetMetaData columns = result.getMetaData();
                boolean isCapital = connection.getMetaData().storesUpperCaseIdentifiers();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String label = columns.getColumnLabel(i);
                    boolean isQuoted = !label.equals(label.toUpperCase(Locale.ROOT));
                    names.add(isCapital && !isQuoted ? label.toLowerCase(Locale.ROOT) : label);
                }
                return names;
            });
        }

        @Override
        public @Nullable Row next() {
            ResultSet result = rows;
            if (result == null) {
                return null;
            }
            String place = String.format(Locale.ROOT, "row %,d of ", read + 1);
            boolean isThere;
            try {
                isThere = result.next();
            } catch (SQLException e) {
                close();
                throw failed(place, e);
            }
            read++;
            return isThere ? new JdbcRow(place + name(), result) : null;
        }

        @Override
        public void close() {
            rows = null;
            try {
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.close();
                }
            } catch (SQLException e) {
                throw failed("the end of ", e);
            }
        }
    }

    private record JdbcRow(String place, ResultSet result) implements Row {
        @Override
        public @Nullable Object value(int column) {
            try {
                Object value = result.getObject(column + 1);
                return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
            } catch (SQLException e) {
                InputException failed = new InputException("it cannot be read: " + e.getMessage());
                failed.initCause(e);
                throw failed;
            }
        }
    }
}
