package dev.plumb.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Column;
import dev.plumb.data.DataReader;
import dev.plumb.data.Dataset;
import dev.plumb.data.Example;
import dev.plumb.data.Order;
import dev.plumb.data.RowPolicy;
import dev.plumb.data.Structure;
import dev.plumb.data.TableColumns;
import dev.plumb.data.Values;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples out of CSV files: by name, with types, with places in every message. */
final class CsvTest {
    @TempDir
    Path folder;

    private Csv csv(String text) {
        return csv("plant.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private Csv csv(String name, byte[] bytes) {
        try {
            return Csv.of(Files.write(folder.resolve(name), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> read(Dataset<?, ?> data) {
        List<Example> all = new ArrayList<>();
        try (DataReader<Example> examples = data.examples(Order.sequential())) {
            for (Example example = examples.next(); example != null; example = examples.next()) {
                all.add(example);
            }
        }
        return all;
    }

    private static TableColumns numbers(TableColumns columns) {
        return columns.input("x", "a", "b").target("y", "c");
    }

    private static List<Example> numbers(Csv csv) {
        return read(csv.dataset(CsvTest::numbers));
    }

    private static void refuses(String expected, Csv csv) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> numbers(csv));
        assertTrue(refused instanceof InputException || refused instanceof UncheckedIOException, refused.toString());
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    @Test
    void columnsGoToInputsAndTargetsByTheirNames() {
        List<Example> examples = numbers(csv("\uFEFFc,other,b,a\n1,x,2,3\r\n\n-4e2, y , 5.5 ,+6\n"));
        assertEquals(
                List.of(
                        Example.of(Values.floats(3, 2), Values.floats(1)),
                        Example.of(Values.floats(6, 5.5f), Values.floats(-400))),
                examples);
    }

    @Test
    void fieldsAreQuotedSeparatedAndEncodedAsIsSaid() {
        Csv quoted = csv("text,n\n\"a, \"\"b\"\"\nc\",1\n");
        List<Example> examples = read(quoted.dataset(
                columns -> columns.input("x", Column.text("text")).target("y", "n")));
        assertEquals("a, \"b\"\nc", examples.get(0).input().stringAt(0));
        byte[] latin = "gr\u00f6\u00dfe;a;b\n'1;0';2;3\n".getBytes(StandardCharsets.ISO_8859_1);
        Csv german = csv("latin.csv", latin).separator(';').quote('\'').charset(StandardCharsets.ISO_8859_1);
        assertEquals(List.of("gr\u00f6\u00dfe", "a", "b"), german.columns());
        assertEquals(
                "1;0",
                read(german.dataset(columns -> columns.input("x", Column.text("gr\u00f6\u00dfe"))
                                .target("y", "a")))
                        .get(0)
                        .input()
                        .stringAt(0));
        Csv unnamed = csv("1,2,3\n").columns("a", "b", "c");
        assertEquals(Values.floats(1, 2), numbers(unnamed).get(0).input());
    }

    @Test
    void numbersAreWrittenAsIsSaid() {
        Csv german = csv("a;b;c\n1,5;-1.234.567,5;1.234\n,5; +2 ;-1,5e3\n")
                .separator(';')
                .decimalSeparator(',')
                .thousandsSeparator('.');
        assertEquals(Values.floats(1.5f, -1_234_567.5f), numbers(german).get(0).input());
        assertEquals(Values.floats(1234), numbers(german).get(0).target());
        assertEquals(Values.floats(0.5f, 2), numbers(german).get(1).input());
        assertEquals(Values.floats(-1500), numbers(german).get(1).target());
        Csv english = csv("a,b,c\n\"1,234.5\",true,NA\n").thousandsSeparator(',');
        Example example = read(english.dataset(columns ->
                        columns.input("x", "a", "b").target("y", Column.of("c").fill(7))))
                .get(0);
        assertEquals(Values.floats(1234.5f, 1), example.input());
        assertEquals(Values.floats(7), example.target());
        Csv swiss = csv("a,b,c\n1'234,2'345'678.5,1\n").thousandsSeparator('\'');
        assertEquals(Values.floats(1234, 2_345_678.5f), numbers(swiss).get(0).input());
        Csv texts = csv("text;n\n1,5;1,5\n").separator(';').decimalSeparator(',');
        assertEquals(
                "1,5",
                read(texts.dataset(columns ->
                                columns.input("x", Column.text("text")).target("y", "n")))
                        .get(0)
                        .input()
                        .stringAt(0));
    }

    @Test
    void numbersThatAreWrittenOtherwiseAreRefusedWithWhatReadsThem() {
        Csv comma = csv("a;b;c\n1;2.5;3\n").separator(';').decimalSeparator(',');
        refuses(
                "row 1 of plant.csv (line 2), column 'b': expected a number with ',' before its decimals, as Csv says,"
                        + " found '2.5'",
                comma);
        refuses(
                "expected a number with ',' before its decimals and '.' between groups of three digits, as Csv says,"
                        + " found '2.5'",
                comma.thousandsSeparator('.'));
        refuses("found '1.2.3'", csv("a;b;c\n1.2.3;1;1\n").separator(';').decimalSeparator(','));
        refuses("found '1,2,3'", csv("a;b;c\n1,2,3;1;1\n").separator(';').decimalSeparator(','));
        Csv semicolons = csv("a;b;c\n1.234,5;1;1\n").separator(';');
        refuses("which Csv.decimalSeparator(',').thousandsSeparator('.') reads", semicolons);
        refuses(
                "found '1,234,567.5': commas part its thousands, which Csv.thousandsSeparator(',') reads",
                csv("a,b,c\n\"1,234,567.5\",1,1\n"));
        refuses(
                "found '1,234': its comma is for Csv.decimalSeparator(',') a decimal sign, for"
                        + " Csv.thousandsSeparator(',') one of thousands",
                csv("a,b,c\n\"1,234\",1,1\n"));
        refuses(
                "Csv.thousandsSeparator(' ') reads its groups of digits, decimalSeparator(',') its comma",
                csv("a;b;c\n1 234,5;1;1\n").separator(';'));
        assertThrows(InputException.class, () -> comma.thousandsSeparator(','));
        assertThrows(InputException.class, () -> comma.decimalSeparator('-'));
    }

    /** A model that takes a text and two numbers. */
    private static Graph texts() {
        GraphBuilder graph = GraphBuilder.named("Judge");
        Wire review = graph.input("review", Shape.of(), DType.STRING);
        Wire ids = graph.apply("ids", Layers.hashing(8).outputMode(OutputMode.ONE_HOT), review);
        Wire both = graph.apply("both", Layers.concatenate(), ids, graph.input("facts", 2));
        return graph.output(graph.apply("praise", Layers.dense(1), both), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static Dataset<Map<String, INDArray>, Map<String, INDArray>> judged(
            Csv csv, UnaryOperator<TableColumns> columns) {
        return columns.apply(TableColumns.of(texts()))
                .dataset(csv, Structure.map(List.of("review", "facts")), Structure.map(List.of("praise")));
    }

    @Test
    void anInputOfStringsTakesThemFromAColumnThatIsOnlyNamed() {
        Csv csv = csv("review,other,a,b,praise\n\"a warm, funny film\",x,1,2,1\n007,y,3,4,0\n");
        List<Example> byItsName = read(judged(csv, columns -> columns.input("facts", "a", "b")));
        assertEquals("a warm, funny film", byItsName.get(0).inputs().get(0).stringAt(0));
        assertEquals("007", byItsName.get(1).inputs().get(0).stringAt(0));
        assertEquals(Values.floats(3, 4), byItsName.get(1).inputs().get(1));
        List<Example> chosen =
                read(judged(csv, columns -> columns.input("review", "other").input("facts", "a", "b")));
        assertEquals("x", chosen.get(0).inputs().get(0).stringAt(0));
    }

    @Test
    void stringsForNumbersAndNumbersForStringsAreNamedTogether() {
        Csv csv = csv("review,a,b,praise\nfine,1,2,1\n");
        InputException refused = assertThrows(
                InputException.class,
                () -> judged(csv, columns -> columns.input("review", Column.of("review"))
                        .input("facts", Column.of("a"), Column.text("b"))));
        assertEquals(
                "input 'review' takes strings, and column 'review' is read as numbers: make it"
                        + " Column.text(\"review\")\n"
                        + "input 'facts' takes numbers, and column 'b' is read as strings: make it Column.of(\"b\"), or"
                        + " Column.category(\u2026) for categories",
                refused.getMessage());
    }

    @Test
    void valuesHaveTypes() {
        Csv csv = csv("kind,member,n\ncat,true,1\ndog,FALSE,2\n");
        List<Example> examples =
                read(csv.dataset(columns -> columns.input("x", Column.oneHot("kind", "dog", "cat"), Column.of("member"))
                        .target("y", Column.category("kind", "dog", "cat"))
                        .weight("n")));
        assertEquals(Values.floats(0, 1, 1), examples.get(0).input());
        assertEquals(Values.floats(1), examples.get(0).target());
        assertEquals(Values.floats(1, 0, 0), examples.get(1).input());
        assertEquals(List.of(Values.number(2)), examples.get(1).weights());
        InputException unknown = assertThrows(
                InputException.class,
                () -> read(csv.dataset(columns -> columns.input("x", Column.category("kind", "dogs", "cats"))
                        .target("y", "n"))));
        assertEquals(
                "row 1 of plant.csv (line 2), column 'kind': 'cat' is none of the categories [dogs, cats], did you mean"
                        + " 'cats'?",
                unknown.getMessage());
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        refuses("row 2 of plant.csv (line 3), column 'b': expected a number, found 'x'", csv("a,b,c\n1,2,3\n4,x,6\n"));
        refuses("row 1 of plant.csv (line 2): expected 3 fields, found 2", csv("a,b,c\n1,2\n"));
        refuses("row 1 of plant.csv (line 2): expected 3 fields, found 4", csv("a,b,c\n1,2,3,4\n"));
        refuses(
                "column 'a': expected a number, found '1,5': its decimal sign is a comma, which"
                        + " Csv.decimalSeparator(',') reads",
                csv("a,b,c\n\"1,5\",2,3\n"));
        refuses("column 'a': expected a number, found '1e99'", csv("a,b,c\n1e99,2,3\n"));
        refuses("column 'c': the value is missing: Column.of(\"c\").fill(number) fills it", csv("a,b,c\n1,2,\n"));
        refuses(
                "input 'x': plant.csv has no column 'b', did you mean 'a' or 'bb' or 'c'?; it has [a, bb, c]",
                csv("a,bb,c\n"));
        refuses("has no column 'b'; it has [a;b;c], which Csv.separator(';') cuts into columns", csv("a;b;c\n1;2;3\n"));
        refuses(
                "row 1 of plant.csv (line 1), column 'c': expected a number, found 'c': this row has the names of the"
                        + " columns, which Csv takes from it where columns(…) gives none",
                csv("a,b,c\n1,2,3\n").columns("a", "b", "c"));
        refuses("columns 1 and 3 of plant.csv are both named 'a'", csv("a,b,a\n"));
        refuses("plant.csv is empty: expected a row with the names", csv(""));
        refuses("row 2 of plant.csv cannot be read", csv("a,b,c\n1,2,3\n\"4,5,6\n"));
        refuses(
                "line 4,001 of bytes.csv is no text in UTF-8: charset(…) reads another",
                csv("bytes.csv", concat("a,b,c\n" + "1,2,3\n".repeat(3999), (byte) 0xFF))
                        .policy(RowPolicy.SKIP_BAD));
        refuses(
                "cannot read plnt.csv: there is no file " + folder.resolve("plnt.csv") + ", did you mean 'plant.csv'?",
                Csv.of(folder.resolve("plnt.csv")));
        refuses("cannot read plain.csv.gz", csv("plain.csv.gz", "a,b,c\n".getBytes(StandardCharsets.UTF_8)));
        assertThrows(InputException.class, () -> csv("").separator('"'));
        InputException twice = assertThrows(InputException.class, () -> csv("").columns("a", "b", "a"));
        assertEquals(
                "the names of the columns of plant.csv are [a, b, a]: expected one for each column, no two alike",
                twice.getMessage());
        assertThrows(InputException.class, () -> csv("").columns());
    }

    private static byte[] concat(String text, byte last) {
        byte[] start = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(start, start.length + 1);
        all[start.length] = last;
        return all;
    }

    @Test
    void allMissingColumnsAreNamedAtOnce() {
        InputException refused =
                assertThrows(InputException.class, () -> csv("A,B\n").dataset(CsvTest::numbers));
        assertEquals(3, refused.getMessage().lines().count(), refused.getMessage());
    }

    @Test
    void missingValuesAreFilledOrTheirRowsLeftOutAndSaid() {
        Csv csv = csv("a,b,c\n1,NA,3\n4,5,6\n7,8,?\n");
        assertArrayEquals(
                new float[] {-1, 5},
                floats(csv.missing("NA", "?"), Column.of("b").fill(-1), RowPolicy.SKIP_MISSING));
        String said = said(() -> assertEquals(
                1,
                numbers(csv.missing("NA", "?").policy(RowPolicy.SKIP_MISSING)).size()));
        assertEquals(
                "left out 2 of 3 rows of plant.csv, the first: row 1 of plant.csv (line 2): a value is missing", said);
        refuses(
                "row 3 of plant.csv (line 4), column 'c': expected a number, found '?': Csv.missing(\"?\") takes it"
                        + " for a missing value",
                csv.policy(RowPolicy.SKIP_MISSING));
    }

    private static float[] floats(Csv csv, Column column, RowPolicy policy) {
        List<Example> examples = read(
                csv.policy(policy).dataset(columns -> columns.input("x", column).target("y", "c")));
        float[] floats = new float[examples.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = examples.get(i).input().numberAt(0);
        }
        return floats;
    }

    @Test
    void badRowsAreLeftOutOnlyWhenAskedForAndSaid() {
        Csv csv = csv("a,b,c\n1,2,3\n4,5\nx,8,9\n10,11,12\n").policy(RowPolicy.SKIP_BAD);
        String said = said(() -> assertEquals(2, numbers(csv).size()));
        assertEquals(
                "left out 2 of 4 rows of plant.csv, the first: row 2 of plant.csv (line 3): expected 3 fields, found 2",
                said);
        refuses("cannot be read", csv("a,b,c\n1,2,3\n\"4,5,6\n7,8,9\n").policy(RowPolicy.SKIP_BAD));
    }

    private static String said(Runnable work) {
        StringBuilder said = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                said.append(message.getMessage());
            }

            @Override
            public void flush() {
                // nothing is held
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
        Logger logger = Logger.getLogger("dev.plumb.data.TableDataset");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return said.toString();
    }

    /** On a system that tells: each file that is opened is closed, also where its first row is no header. */
    @Test
    void filesThatCannotBeReadAreClosed() throws IOException {
        Path open = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(open), "open files are not known here");
        Csv[] wrong = {
            csv("empty.csv", new byte[0]),
            csv("twice.csv", "a,a\n".getBytes(StandardCharsets.UTF_8)),
            csv("quote.csv", "\"a,b,c\n".getBytes(StandardCharsets.UTF_8)),
            csv("bytes.csv", concat("a,b", (byte) 0xFF))
        };
        for (Csv each : wrong) {
            assertThrows(RuntimeException.class, each::rows);
            assertThrows(RuntimeException.class, each::columns);
        }
        try (var files = Files.list(open)) {
            assertEquals(
                    List.of(),
                    files.map(CsvTest::target)
                            .filter(path -> path.startsWith(folder))
                            .toList());
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link; // closed meanwhile
        }
    }

    @Test
    void aFileIsReadAnewForEachEpochOrOnceToMemory() throws IOException {
        Path file = folder.resolve("many.csv.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file));
                BufferedWriter lines =
                        new BufferedWriter(new java.io.OutputStreamWriter(packed, StandardCharsets.UTF_8))) {
            lines.write("a,b,c\n");
            for (int i = 0; i < 20_000; i++) {
                lines.write(i + "," + -i + "," + i % 7 + "\n");
            }
        }
        Dataset<Map<String, INDArray>, Map<String, INDArray>> data =
                Csv.of(file).dataset(CsvTest::numbers);
        assertEquals(20_000, read(data).size());
        assertEquals(Values.floats(19_999, -19_999), read(data).get(19_999).input());
        ArrayDataset<Map<String, INDArray>, Map<String, INDArray>> memory = data.inMemory();
        assertEquals("20000 examples: x (20000, 2) -> y (20000, 1)", memory.toString());
    }

    /** The measurements of a power plant, where the project's shared files are. */
    @Test
    void theMeasurementsOfAPlantAreRead() {
        Path plant = Path.of("../../../shared/data/ccpp.csv");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(plant), "there is no " + plant);
        ArrayDataset<Map<String, INDArray>, Map<String, INDArray>> data = Csv.of(plant)
                .dataset(columns -> columns.input("x", "temperature", "vacuum", "pressure", "humidity")
                        .target("y", "energy"))
                .inMemory();
        assertEquals(9_568, data.size());
        assertEquals(
                Values.floats(8.34f, 40.77f, 1010.84f, 90.01f), data.example(0).input());
    }
}
