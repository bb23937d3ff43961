package dev.plumb.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Column;
import dev.plumb.data.DataReader;
import dev.plumb.data.Dataset;
import dev.plumb.data.Example;
import dev.plumb.data.IndexedDataset;
import dev.plumb.data.Order;
import dev.plumb.data.RowPolicy;
import dev.plumb.data.Structure;
import dev.plumb.data.TableColumns;
import dev.plumb.data.Values;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of records, beans and queries as examples. */
final class TablesTest {
    enum Kind {
        CAT,
        DOG
    }

    record Animal(@Nullable Double weight, int legs, boolean tame, Kind kind) {}

    public static final class Plant {
        private final float height;

        public Plant(float height) {
            this.height = height;
        }

        public float getHeight() {
            return height;
        }

        public boolean isGreen() {
            if (height < 0) {
                throw new IllegalStateException("below ground");
            }
            return height > 1;
        }

        public String getURL() {
            return "plant";
        }
    }

    private static final List<Animal> ANIMALS =
            List.of(new Animal(4.5, 4, true, Kind.CAT), new Animal(30.0, 3, false, Kind.DOG));

    static List<Example> read(Dataset<?, ?> data) {
        List<Example> all = new ArrayList<>();
        try (DataReader<Example> examples = data.examples(Order.sequential())) {
            for (Example example = examples.next(); example != null; example = examples.next()) {
                all.add(example);
            }
        }
        return all;
    }

    @Test
    void componentsOfRecordsAreColumns() {
        RecordTable table = RecordTable.of(Animal.class, ANIMALS);
        assertEquals(List.of("weight", "legs", "tame", "kind"), table.columns());
        Dataset<?, ?> data = table.dataset(columns ->
                columns.input("x", "weight", "legs", "tame").target("kind", Column.category("kind", "CAT", "DOG")));
        assertTrue(data instanceof IndexedDataset);
        assertEquals(
                List.of(
                        Example.of(Values.floats(4.5f, 4, 1), Values.floats(0)),
                        Example.of(Values.floats(30, 3, 0), Values.floats(1))),
                read(data));
    }

    @Test
    void gettersOfBeansAreColumns() {
        RecordTable table = RecordTable.of(Plant.class, List.of(new Plant(2), new Plant(-1)));
        assertEquals(List.of("height", "URL", "green"), table.columns());
        Dataset<?, ?> data =
                table.dataset(columns -> columns.input("x", "height").target("y", "green"));
        InputException threw = assertThrows(InputException.class, () -> read(data));
        assertEquals(
                "row 1 of Plant, column 'green': it threw java.lang.IllegalStateException: below ground",
                threw.getMessage());
        InputException text = assertThrows(
                InputException.class,
                () -> read(table.dataset(columns -> columns.input("x", "URL").target("y", "height"))));
        assertEquals("row 0 of Plant, column 'URL': expected a number, found 'plant'", text.getMessage());
    }

    /** An input of strings takes a column by its name; what is chosen for the other kind of values is told. */
    @Test
    void inputsOfStringsAreColumnsOfStrings() {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire text = g.input("kind", Shape.of(), DType.STRING);
        Wire ids = g.apply("ids", Layers.stringLookup().vocabulary("CAT", "DOG").outputMode(OutputMode.ONE_HOT), text);
        Wire weight = g.apply("weight", Layers.dense(1), ids);
        TableColumns columns = TableColumns.of(
                g.output(weight, LossFunction.MEAN_SQUARED_ERROR).build());
        RecordTable table = RecordTable.of(Animal.class, ANIMALS);
        Structure<Map<String, INDArray>> inputs = Structure.map(List.of("kind"));
        Structure<Map<String, INDArray>> targets = Structure.map(List.of("weight"));
        for (TableColumns chosen : List.of(columns, columns.input("kind", "kind"))) {
            assertEquals(
                    Example.of(Values.text("CAT"), Values.floats(4.5f)),
                    read(chosen.dataset(table, inputs, targets)).get(0));
        }
        assertEquals(
                "input 'kind' takes strings, and column 'legs' is read as numbers: make it Column.text(\"legs\")\n"
                        + "target 'weight' takes numbers, and column 'kind' is read as strings: make it Column.of(\"kind\"),"
                        + " or Column.category(…) for categories",
                assertThrows(InputException.class, () -> columns.input("kind", Column.of("legs"))
                                .target("weight", Column.text("kind"))
                                .dataset(table, inputs, targets))
                        .getMessage());
    }

    @Test
    void whatCannotBeRowsIsTold() {
        assertEquals(
                "row 1 of Animal is null",
                assertThrows(
                                InputException.class,
                                () -> RecordTable.of(Animal.class, Arrays.asList(ANIMALS.get(0), null)))
                        .getMessage());
        assertThrows(InputException.class, () -> RecordTable.of(Animal.class, List.of()));
        assertThrows(InputException.class, () -> RecordTable.of(Object.class, List.of(1)));
        List<Animal> missing = List.of(ANIMALS.get(0), new Animal(null, 4, true, Kind.DOG));
        Dataset<?, ?> data = RecordTable.of(Animal.class, missing)
                .dataset(columns -> columns.input("x", "weight").target("y", "legs"));
        InputException refused = assertThrows(InputException.class, () -> read(data));
        assertTrue(refused.getMessage().startsWith("row 1 of Animal, column 'weight': the value is missing"));
    }

    private static TableColumns columnsOfModel() {
        GraphBuilder g = GraphBuilder.named("Animals");
        g.output(
                g.apply("kind", Layers.dense(2), g.input("features", 2)),
                new Loss.Spec(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, 1, true, 0));
        return TableColumns.of(g.build());
    }

    @Test
    void columnsAreHeldToTheSizesOfTheModel() {
        RecordTable table = RecordTable.of(Animal.class, ANIMALS);
        TableColumns columns = columnsOfModel();
        List<Example> examples = read(columns.input("features", "legs", "weight")
                .target("kind", Column.category("kind", "CAT", "DOG"))
                .dataset(table, Structure.list(List.of("features")), Structure.list(List.of("kind"))));
        assertEquals(Example.of(Values.floats(3, 30), Values.label(1)), examples.get(1));
        InputException refused =
                assertThrows(InputException.class, () -> columns.input("features", "legs", "wait", "tame")
                        .dataset(table, Structure.list(List.of("features")), Structure.list(List.of("kind"))));
        assertEquals(
                "input 'features': Animal has no column 'wait'; it has [weight, legs, tame, kind]\n"
                        + "input 'features' takes (2) an example, and [legs, wait, tame] give 3 numbers: choose as"
                        + " many columns as it takes",
                refused.getMessage());
        InputException unknown = assertThrows(InputException.class, () -> columns.target("kinds", "kind"));
        assertEquals("the model has no target 'kinds', did you mean 'kind'?: it has [kind]", unknown.getMessage());
    }

    @Test
    void queriesAreReadRowByRowInEachEpoch() throws SQLException {
        String url = "jdbc:h2:mem:animals";
        AtomicInteger opened = new AtomicInteger();
        List<Connection> connections = new ArrayList<>();
        JdbcTable.Source source = () -> {
            opened.incrementAndGet();
            connections.add(DriverManager.getConnection(url));
            return connections.get(connections.size() - 1);
        };
        try (Connection keeps = DriverManager.getConnection(url);
                Statement statement = keeps.createStatement()) {
            statement.execute("create table animal (id int, weight decimal(5, 2), tame boolean, kind varchar(9))");
            for (int i = 0; i < 3_000; i++) {
                statement.execute("insert into animal values (" + i + ", " + i % 50 + ".5, " + (i % 2 == 0) + ", '"
                        + (i % 3 == 0 ? "CAT" : "DOG") + "')");
            }
            JdbcTable table = JdbcTable.of(source, "select * from animal where id >= ? order by id", 1_000);
            assertEquals(List.of("id", "weight", "tame", "kind"), table.columns());
            Dataset<?, ?> data = table.dataset(
                    columns -> columns.input("x", "weight", "tame").target("y", Column.category("kind", "CAT", "DOG")));
            List<Example> examples = read(data);
            assertEquals(2_000, examples.size());
            assertEquals(Example.of(Values.floats(0.5f, 1), Values.floats(1)), examples.get(0));
            assertEquals(examples, read(data));
            try (DataReader<Example> stopped = data.examples(Order.sequential())) {
                assertEquals(examples.get(0), stopped.next());
            }
            for (Connection connection : connections) {
                assertTrue(connection.isClosed());
            }
            statement.execute("update animal set kind = 'COW' where id = 1500");
            InputException unknown = assertThrows(InputException.class, () -> read(data));
            assertEquals(
                    "row 501 of query 'select * from animal where id >= ? order by id', column 'kind': 'COW' is none"
                            + " of the categories [CAT, DOG]",
                    unknown.getMessage());
            assertEquals(
                    1_999,
                    read(table.policy(RowPolicy.SKIP_BAD).dataset(columns -> columns.input("x", "weight")
                                    .target("y", Column.category("kind", "CAT", "DOG"))))
                            .size());
            InputException refused =
                    assertThrows(InputException.class, () -> JdbcTable.of(source, "select * from plant")
                            .columns());
            assertTrue(refused.getMessage().startsWith("query 'select * from plant' failed: "), refused.getMessage());
            for (Connection connection : connections) {
                assertTrue(connection.isClosed());
            }
        }
    }
}
