package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is made of data sets: changed, chosen, ordered, divided, kept, padded. */
final class CompositionTest {
    private static final Structure<INDArray> X = Structure.single("x");
    private static final Structure<INDArray> Y = Structure.single("y");

    private static Example number(int i) {
        return Example.of(Values.floats(i), Values.label(i % 3));
    }

    private static StreamedDataset<INDArray, INDArray> stream(int size) {
        return Dataset.generate(X, Y, () -> IntStream.range(0, size)
                .mapToObj(CompositionTest::number)
                .iterator());
    }

    private static IndexedDataset<INDArray, INDArray> indexed(int size) {
        return Dataset.indexed(X, Y, size, CompositionTest::number);
    }

    static List<Integer> read(Dataset<?, ?> data, Order order) {
        List<Integer> numbers = new ArrayList<>();
        try (DataReader<Example> examples = data.examples(order)) {
            for (Example example = examples.next(); example != null; example = examples.next()) {
                numbers.add(example.input().integerAt(0));
            }
        }
        return numbers;
    }

    private static List<Integer> read(Dataset<?, ?> data) {
        return read(data, Order.sequential());
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static List<Integer> sorted(List<Integer> numbers) {
        return numbers.stream().sorted().toList();
    }

    @Test
    void mapAndFilterChangeAndChooseExamples() {
        Dataset<INDArray, INDArray> data = stream(10)
                .filter(example -> example.input().integerAt(0) % 2 == 0)
                .map(example -> example.withInput(example.input().map(x -> x + 100)));
        assertEquals(List.of(100, 102, 104, 106, 108), read(data));
        assertEquals(List.of(100, 102, 104, 106, 108), read(data), "a second epoch");
        assertTrue(data.knownSize().isEmpty());
        assertThrows(NullPointerException.class, () -> read(stream(1).map(example -> null)));
    }

    @Test
    void batchesAreMappedTogether() {
        Dataset<INDArray, INDArray> data = stream(5).mapBatches(batch -> {
            List<Example> reversed = new ArrayList<>(batch);
            Collections.reverse(reversed);
            return reversed;
        });
        float[] read = new float[2];
        try (Batches batches = data.batches(2, Order.sequential())) {
            assertTrue(batches.next());
            assertTrue(batches.next());
            batches.input(0, FloatBuffer.wrap(read));
        }
        assertEquals(3, read[0]);
        assertEquals(2, read[1]);
        assertTrue(assertThrows(InputException.class, () -> read(data))
                .getMessage()
                .contains("mapBatches"));
        InputException less = assertThrows(InputException.class, () -> stream(5)
                .mapBatches(batch -> batch.subList(0, 1))
                .batches(2, Order.sequential())
                .next());
        assertEquals(
                "the function of mapBatches(…) made a batch of 1 examples of one of 2: expected as many",
                less.getMessage());
    }

    @Test
    void aBufferShufflesWhatIsReadByItsSeedTheFitAndTheEpoch() {
        Dataset<INDArray, INDArray> data = stream(100).shuffle(10, 7);
        assertEquals(range(0, 100), read(data), "only if the fit asks for it");
        List<Integer> first = read(data, Order.shuffled(1, 0));
        assertEquals(first, read(data, Order.shuffled(1, 0)));
        assertNotEquals(first, read(data, Order.shuffled(1, 1)));
        assertNotEquals(first, read(data, Order.shuffled(2, 0)));
        assertNotEquals(first, read(stream(100).shuffle(10, 8), Order.shuffled(1, 0)));
        assertEquals(range(0, 100), sorted(first));
        for (int i = 0; i < first.size(); i++) {
            assertTrue(first.get(i) < i + 10, "nothing comes before it was read");
        }
        assertTrue(data.shuffles());
        assertFalse(stream(1).shuffles());
    }

    @Test
    void aBufferOfAllMakesEachOrderEquallyLikely() {
        TreeMap<List<Integer>, Integer> orders =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        int epochs = 12_000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            orders.merge(read(stream(3).shuffle(3, 1), Order.shuffled(1, epoch)), 1, Integer::sum);
        }
        assertEquals(6, orders.size());
        // Five degrees of freedom: 20.5 is exceeded once in a thousand seeds.
        double chi = orders.values().stream()
                .mapToDouble(n -> Math.pow(n - 2000, 2) / 2000)
                .sum();
        assertTrue(chi < 20.5, orders.toString());
    }

    @Test
    void whatHasNumbersIsShuffledAsAWhole() {
        Dataset<INDArray, INDArray> data = indexed(50).map(example -> example);
        List<Integer> shuffled = read(data, Order.shuffled(1, 0));
        assertNotEquals(range(0, 50), shuffled);
        assertEquals(range(0, 50), sorted(shuffled));
        assertEquals(range(0, 10), sorted(read(data.take(10), Order.shuffled(1, 0))));
        assertEquals(range(40, 50), sorted(read(data.skip(40), Order.shuffled(1, 0))));
        assertEquals(10, data.take(10).knownSize().orElseThrow());
    }

    @Test
    void takeAndSkipAndRepeatCount() {
        assertEquals(range(0, 3), read(stream(5).take(3)));
        assertEquals(range(0, 5), read(stream(5).take(9)));
        assertEquals(range(3, 5), read(stream(5).skip(3)));
        assertEquals(List.of(), read(stream(5).skip(9)));
        assertEquals(List.of(0, 1, 0, 1, 0, 1), read(stream(2).repeat(3)));
        assertEquals(6, indexed(2).repeat(3).knownSize().orElseThrow());
        List<Integer> twice = read(indexed(50).repeat(2), Order.shuffled(1, 0));
        assertNotEquals(twice.subList(0, 50), twice.subList(50, 100), "each time in an order of its own");
        assertThrows(InputException.class, () -> stream(5).take(0));
        assertThrows(InputException.class, () -> stream(5).skip(-1));
        assertThrows(InputException.class, () -> indexed(5).skip(5));
        assertThrows(InputException.class, () -> stream(5).repeat(0));
    }

    /** So that no example is in a training part in one epoch, and in the other part that a model is validated with. */
    @Test
    void partsHaveTheSameExamplesInEachEpoch() {
        for (Dataset<INDArray, INDArray> data : List.of(
                stream(20).cache(),
                stream(20).shuffle(20, 1),
                stream(20).shuffle(20, 1).prefetch(1),
                indexed(20).filter(example -> true),
                indexed(20).prefetch(2),
                indexed(20).as(X, Y),
                indexed(20).repeat(1),
                indexed(20).shuffle(5, 1).map(example -> example))) {
            for (int epoch = 0; epoch < 3; epoch++) {
                Order order = Order.shuffled(1, epoch);
                assertEquals(range(0, 12), sorted(read(data.take(12), order)), data.toString());
                assertEquals(range(12, 20), sorted(read(data.skip(12), order)), data.toString());
                assertEquals(range(5, 12), sorted(read(data.take(12).skip(5), order)), data.toString());
            }
            boolean isShuffled = !range(0, 12).equals(read(data.take(12), Order.shuffled(1, 0)));
            assertEquals(data.take(12).shuffles(), isShuffled, "says whether it shuffles");
        }
        assertTrue(stream(20).cache().take(12).shuffles());
        assertTrue(stream(20).shuffle(20, 1).take(12).shuffles());
        assertTrue(indexed(20).as(X, Y).skip(12).shuffles());
    }

    @Test
    void takingReadsNoMoreThanItGives() {
        AtomicInteger read = new AtomicInteger();
        Dataset<INDArray, INDArray> data = stream(100)
                .map(example -> {
                    read.incrementAndGet();
                    return example;
                })
                .filter(example -> true)
                .take(3);
        assertEquals(range(0, 3), read(data));
        assertEquals(3, read.get());
    }

    @Test
    void whatIsCachedIsReadOnce() {
        AtomicInteger epochs = new AtomicInteger();
        Dataset<INDArray, INDArray> data = Dataset.generate(X, Y, () -> {
                    epochs.incrementAndGet();
                    return IntStream.range(0, 20)
                            .mapToObj(CompositionTest::number)
                            .iterator();
                })
                .cache();
        assertEquals(range(0, 3), read(data.take(3)));
        assertEquals(1, epochs.get());
        assertEquals(range(0, 20), read(data), "what was not read to its end is not kept");
        assertEquals(2, epochs.get());
        List<Integer> shuffled = read(data, Order.shuffled(1, 0));
        assertNotEquals(range(0, 20), shuffled);
        assertEquals(range(0, 20), sorted(shuffled));
        assertEquals(2, epochs.get());
        assertEquals(20, data.knownSize().orElseThrow());
        assertEquals(
                shuffled,
                read(stream(20).cache(), Order.shuffled(1, 0)),
                "the order does not depend on what was read before");
    }

    @Test
    void inMemoryTheExamplesAreArrays() {
        ArrayDataset<INDArray, INDArray> data = stream(70_000).inMemory();
        assertEquals("70000 examples: x (70000, 1) -> y (70000)", data.toString());
        assertEquals(69_999, data.example(69_999).input().integerAt(0));
        assertEquals(Values.label(1), data.example(1).target());
        InputException ragged = assertThrows(InputException.class, () -> stream(3)
                .map(example -> example.withInput(
                        Values.floats(new float[1 + example.input().integerAt(0)])))
                .inMemory());
        assertTrue(
                ragged.getMessage().startsWith("example 1 has 2 float32 numbers (2) for input 'x', example 0 has"),
                ragged.getMessage());
        assertThrows(InputException.class, () -> stream(0).inMemory());
        ArrayDataset<INDArray, INDArray> weighted = stream(3)
                .map(example -> example.weighted(example.input().numberAt(0)))
                .inMemory();
        assertEquals("3 examples: x (3, 1) -> y (3), weighted for y", weighted.toString());
        assertEquals(List.of(Values.number(2)), weighted.example(2).weights());
        try (Batches batches = stream(3).map(example -> example.weighted(2)).batches(2, Order.sequential())) {
            assertTrue(batches.weighs(0), "is known before the first batch");
            assertTrue(batches.next());
            assertEquals(2, batches.size());
        }
    }

    @Test
    void stringsOfInputsAreHeldInMemory() {
        Dataset<INDArray, INDArray> words = stream(70_000)
                .map(example ->
                        example.withInput(Values.text("wört " + example.input().integerAt(0))));
        ArrayDataset<INDArray, INDArray> data = words.inMemory();
        assertEquals("70000 examples: x (70000) -> y (70000)", data.toString());
        assertEquals(Values.text("wört 69999"), data.example(69_999).input());
        Dataset<INDArray, INDArray> pairs = stream(3)
                .map(example -> example.withInput(
                        Values.strings("a", "" + example.input().integerAt(0))));
        assertEquals(Values.strings("a", "2"), pairs.inMemory().example(2).input());
        InputException target = assertThrows(InputException.class, () -> stream(3)
                .map(example -> example.withTarget(0, Values.text("a")))
                .inMemory());
        assertTrue(target.getMessage().startsWith("target 'y' has strings, which only inputs can have in memory"));
        InputException mixed = assertThrows(InputException.class, () -> words.map(
                        example -> example.target().integerAt(0) == 1 ? example.withInput(Values.number(1)) : example)
                .inMemory());
        assertTrue(
                mixed.getMessage()
                        .startsWith("example 1 has 1 float32 numbers () for input 'x', example 0 has 1 strings ()"),
                mixed.getMessage());
    }

    @Test
    void splitsBySharesAreThoseOfKeras() {
        for (Dataset<INDArray, INDArray> data :
                List.of(stream(10), indexed(10), stream(10).shuffle(10, 1))) {
            Dataset.Split<INDArray, INDArray> parts = data.split(0.25);
            assertEquals(range(0, 7), sorted(read(parts.training(), Order.shuffled(1, 0))));
            assertEquals(range(7, 10), read(parts.validation()));
        }
        assertThrows(InputException.class, () -> stream(10).split(1));
        assertThrows(InputException.class, () -> stream(1).split(0.5));
    }

    @Test
    void aStratifiedSplitKeepsTheSharesOfClasses() {
        for (Dataset<INDArray, INDArray> data : List.of(stream(300), indexed(300))) {
            Dataset.Split<INDArray, INDArray> parts = Splits.stratified(data, 0.2, 5);
            List<Integer> held = read(parts.validation());
            for (int kind = 0; kind < 3; kind++) {
                int wanted = kind;
                assertEquals(20, held.stream().filter(i -> i % 3 == wanted).count());
            }
            assertPartition(300, parts);
            assertEquals(held, read(Splits.stratified(data, 0.2, 5).validation()));
            assertNotEquals(held, read(Splits.stratified(data, 0.2, 6).validation()));
        }
        assertPartition(100, Splits.random(stream(100), 0.3, 1));
        assertEquals(30, read(Splits.random(stream(100), 0.3, 1).validation()).size());
    }

    @Test
    void arraysOfTextsAreSplitAndComposedAsNumbersAre() {
        Dataset<INDArray, INDArray> data = Dataset.of(
                Structure.single("text"),
                Texts.of("a", "b", "c", "d"),
                Structure.single("kind"),
                Nd4j.createFromArray(0, 1, 0, 1));
        Dataset.Split<INDArray, INDArray> parts = Splits.stratified(data.map(example -> example), 0.5, 1);
        List<String> texts = new ArrayList<>();
        for (Dataset<INDArray, INDArray> part : List.of(parts.training(), parts.validation())) {
            try (DataReader<Example> examples = part.examples(Order.sequential())) {
                for (Example example = examples.next(); example != null; example = examples.next()) {
                    texts.add(example.input().stringAt(0) + example.target().integerAt(0));
                }
            }
        }
        assertEquals(List.of("a0", "b1", "c0", "d1"), texts.stream().sorted().toList());
    }

    @Test
    void groupsStayTogetherAndTimesStayInOrder() {
        Dataset.Split<INDArray, INDArray> groups =
                Splits.byGroup(stream(100), 0.3, 1, example -> example.input().integerAt(0) / 10);
        assertPartition(100, groups);
        Set<Integer> held = new HashSet<>();
        read(groups.validation()).forEach(i -> held.add(i / 10));
        assertEquals(3, held.size());
        read(groups.training()).forEach(i -> assertFalse(held.contains(i / 10)));
        Dataset.Split<INDArray, INDArray> times =
                Splits.byTime(stream(100), 0.2, example -> -example.input().numberAt(0));
        assertPartition(100, times);
        assertEquals(range(0, 20), read(times.validation()));
    }

    @Test
    void timesThatAreNoneAreNamed() {
        InputException refused = assertThrows(
                InputException.class,
                () -> Splits.byTime(stream(9), 0.2, example -> example.target().integerAt(0) == 2 ? Double.NaN : 1));
        assertEquals("the time of example 2 is NaN: expected a number", refused.getMessage());
    }

    private static void assertPartition(int size, Dataset.Split<?, ?> parts) {
        List<Integer> all = new ArrayList<>(read(parts.training()));
        all.addAll(read(parts.validation()));
        assertEquals(range(0, size), sorted(all));
    }

    @Test
    void bucketsMakeBatchesOfOneLengthEach() {
        Dataset<INDArray, INDArray> texts = Dataset.generate(X, Y, () -> Stream.of(3, 7, 1, 8, 2, 5)
                .map(length -> Example.of(
                                Values.ints(IntStream.rangeClosed(1, length).toArray()), Values.label(length))
                        .weighted(length))
                .iterator());
        List<String> read = new ArrayList<>();
        try (ArrayBatches batches =
                (ArrayBatches) texts.padded(LengthBuckets.of("x", 4, 8)).batches(2, Order.sequential())) {
            while (batches.next()) {
                read.add(batches.inputArray(0).toString().replace(" ", "").replace("\n", ""));
                assertTrue(batches.weighs(0));
                float[] weights = new float[batches.size()];
                batches.weight(0, FloatBuffer.wrap(weights));
                assertEquals(batches.targetArray(0).getInt(0), weights[0]);
            }
        }
        assertEquals(
                List.of(
                        "[[1,2,3,0],[1,0,0,0]]",
                        "[[1,2,3,4,5,6,7,0],[1,2,3,4,5,6,7,8]]",
                        "[[1,2,0,0]]",
                        "[[1,2,3,4,5,0,0,0]]"),
                read);
        InputException longer = assertThrows(InputException.class, () -> texts.padded(LengthBuckets.of("x", 4))
                .batches(9, Order.sequential())
                .next());
        assertEquals(
                "example 1 has a length of 7 for [x], the longest bucket is 4: add a longer one, or cut by"
                        + " LengthBuckets.truncate()",
                longer.getMessage());
        assertEquals(4, shape(texts.padded(LengthBuckets.of("x", 4).truncate())));
        assertEquals(8, shape(texts.padded(LengthBuckets.of("x"))));
        InputException unknown = assertThrows(
                InputException.class, () -> texts.map(example -> example).padded(LengthBuckets.of("xx", 4)));
        assertEquals(
                "the data set has no input or target 'xx', did you mean 'x'?: it has [x, y]", unknown.getMessage());
        assertThrows(InputException.class, () -> LengthBuckets.of("x", 4, 4));
    }

    private static long shape(Dataset<?, ?> data) {
        try (ArrayBatches batches = (ArrayBatches) data.batches(6, Order.sequential())) {
            assertTrue(batches.next());
            return batches.inputShape(0)[1];
        }
    }

    @Test
    void stringsAndWeightsPass() {
        Dataset<INDArray, INDArray> data = Dataset.generate(X, Y, () -> Stream.of("a", "b", "c")
                        .map(word ->
                                Example.of(Values.text(word), Values.number(1)).weighted(word.equals("b") ? 2 : 1))
                        .iterator())
                .map(example -> example)
                .shuffle(2, 1)
                .cache()
                .prefetch(1);
        String[] words = new String[3];
        float[] weights = new float[3];
        try (Batches batches = data.batches(3, Order.sequential())) {
            assertTrue(batches.next());
            batches.input(0, words);
            batches.weight(0, FloatBuffer.wrap(weights));
            InputException wrong = assertThrows(InputException.class, () -> batches.input(0, FloatBuffer.allocate(3)));
            assertEquals("input 'x' takes numbers, found 1 strings ()", wrong.getMessage());
        }
        assertEquals(List.of("a", "b", "c"), List.of(words));
        assertEquals(2, weights[1]);
        PowersOfTwo parts = new PowersOfTwo(data.batches(4, Order.sequential()), 4);
        assertTrue(parts.next());
        assertTrue(parts.next());
        String[] last = new String[1];
        parts.input(0, last);
        assertEquals("c", last[0]);
        assertTrue(parts.weighs(0));
        parts.close();
    }

    @Test
    void examplesOfOneBatchHaveOneShape() {
        Dataset<INDArray, INDArray> data = stream(40)
                .map(example -> example.input().integerAt(0) == 35 ? example.withInput(Values.floats(1, 2)) : example);
        InputException ragged = assertThrows(InputException.class, () -> {
            try (Batches batches = data.batches(32, Order.sequential())) {
                while (batches.next()) {
                    assertTrue(batches.size() > 0);
                }
            }
        });
        assertEquals(
                "example 35 has the shape (2) for input 'x', the first of its batch (1): examples of one batch"
                        + " have one shape; padded(LengthBuckets.of(\"x\", …)) makes it so",
                ragged.getMessage());
    }

    @Test
    void streamsAreClosedAtTheEndOfTheirEpochAndNeededAnewForTheNext() {
        AtomicInteger closed = new AtomicInteger();
        Dataset<INDArray, INDArray> data = Dataset.stream(X, Y, () -> IntStream.range(0, 3)
                .mapToObj(CompositionTest::number)
                .onClose(closed::incrementAndGet));
        assertEquals(range(0, 3), read(data));
        assertEquals(range(0, 2), read(data.take(2)));
        assertEquals(2, closed.get());
        Stream<Example> once = Stream.of(number(0));
        Dataset<INDArray, INDArray> wrong = Dataset.stream(X, Y, () -> once);
        assertEquals(range(0, 1), read(wrong));
        assertTrue(assertThrows(InputException.class, () -> read(wrong))
                .getMessage()
                .contains("each epoch needs a new one"));
    }

    /** An iterator that counts how often it is closed, and cannot be closed twice. */
    private static final class Counted implements Iterator<Example>, AutoCloseable {
        private final AtomicInteger closed;
        private int given;
        private boolean isClosed;

        Counted(AtomicInteger closed) {
            this.closed = closed;
        }

        @Override
        public boolean hasNext() {
            return given < 3;
        }

        @Override
        public Example next() {
            return number(given++);
        }

        @Override
        public void close() {
            assertFalse(isClosed, "closed twice");
            isClosed = true;
            closed.incrementAndGet();
        }
    }

    @Test
    void whatIsReadIsClosedOnceWhateverFails() {
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        Dataset<INDArray, INDArray> data = Dataset.generate(X, Y, () -> {
            if (opened.incrementAndGet() == 2) {
                throw new IllegalStateException("cannot be opened");
            }
            return new Counted(closed);
        });
        assertThrows(IllegalStateException.class, () -> read(data.repeat(2)));
        assertEquals(1, closed.get());
        DataReader<Example> examples = data.examples(Order.sequential());
        examples.close();
        examples.close();
        assertEquals(2, closed.get());
    }

    @Test
    void javaArraysAreExamples() {
        Example second = Dataset.of("x", new double[][] {{1, 2}, {3, 4}}, "y", new double[] {5, 6})
                .example(1);
        assertEquals(4, second.input().numberAt(1));
        assertEquals(6, second.target().numberAt(0));
        assertArrayEquals(new int[] {1}, second.target().shape());
        Dataset<INDArray, INDArray> data = Dataset.of("x", new double[][] {{1, 2}, {3, 4}}, "y", new int[] {0, 1});
        assertEquals(List.of(1, 3), read(data));
        assertEquals(
                "row 1 of 'x' has 1 numbers, row 0 has 2: expected rows of one length",
                assertThrows(
                                InputException.class,
                                () -> Dataset.of("x", new float[][] {{1, 2}, {3}}, "y", new int[] {0, 1}))
                        .getMessage());
        assertEquals(
                "'x' has 1 rows and 'y' 2: expected as many",
                assertThrows(InputException.class, () -> Dataset.of("x", new float[][] {{1}}, "y", new int[] {0, 1}))
                        .getMessage());
    }

    @Test
    void arraysInMemoryAreComposedAsWell() {
        ArrayDataset<INDArray, INDArray> arrays = Dataset.of(
                X, Nd4j.createFromArray(new float[][] {{0, 0}, {1, 1}, {2, 2}}), Y, Nd4j.createFromArray(0, 1, 2));
        assertEquals(
                List.of(1, 2), read(arrays.filter(example -> example.target().integerAt(0) > 0)));
        assertEquals(List.of(1), read(arrays.skip(1).take(1)));
        Dataset<List<INDArray>, List<INDArray>> renamed =
                arrays.as(Structure.list(List.of("a")), Structure.list(List.of("b")));
        assertEquals(List.of("a"), renamed.inputStructure().names());
        assertEquals(List.of(0, 1, 2), read(renamed));
        assertThrows(
                InputException.class, () -> arrays.as(Structure.list(List.of("a", "c")), Structure.list(List.of("b"))));
    }
}
