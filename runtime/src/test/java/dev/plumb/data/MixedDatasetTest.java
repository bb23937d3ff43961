package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.MixedBatch;
import dev.plumb.fixtures.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batches whose examples are mixed with each other. */
final class MixedDatasetTest {
    private static final Structure<INDArray> X = Structure.single("x");
    private static final Structure<INDArray> Y = Structure.single("y");

    /** An image of 3 rows and 4 columns that is its number everywhere, of one of 10 classes. */
    private static Example image(int i) {
        float[] pixels = new float[12];
        Arrays.fill(pixels, i);
        return Example.of(
                Values.floats(pixels).shaped(3, 4, 1), Values.label(i % 10).oneHot(10));
    }

    private static Dataset<INDArray, INDArray> images(int size) {
        return Dataset.indexed(X, Y, size, MixedDatasetTest::image);
    }

    private static List<List<Example>> read(Dataset<?, ?> data, int batchSize, Order order) {
        List<List<Example>> read = new ArrayList<>();
        try (DataReader<List<Example>> batches = data.exampleBatches(batchSize, order)) {
            for (List<Example> batch = batches.next(); batch != null; batch = batches.next()) {
                read.add(batch);
            }
        }
        return read;
    }

    private static List<Example> examples(Dataset<?, ?> data, int batchSize, Order order) {
        return read(data, batchSize, order).stream().flatMap(List::stream).toList();
    }

    private static Stream<Dataset<INDArray, INDArray>> mixed(Dataset<INDArray, INDArray> data) {
        return Stream.of(data.mixUp(0.4, 7), data.cutMix(1, 7), data.cutMix(1, 1, 7));
    }

    static List<MixedBatch> cases() {
        return MixedBatch.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void byTheSameNumbersMixesAsKeras(MixedBatch batch) {
        List<Example> examples = IntStream.range(0, batch.size())
                .mapToObj(i -> Example.of(row(batch.images(), i), row(batch.labels(), i)))
                .toList();
        int[] order = batch.order().ints();
        float[] shares = batch.shares().floats();
        IntFunction<CutMix.Box> boxes = i -> new CutMix.Box(
                shares[i], batch.right().floats()[i], batch.down().floats()[i]);
        List<Example> mixed = batch.layer().equals("MixUp")
                ? new MixUp(0.2).mixed(examples, List.of("x"), order, doubles(shares))
                : new CutMix(0, 1)
                        .mixed(
                                examples,
                                List.of("x"),
                                order,
                                IntStream.range(0, shares.length)
                                        .mapToObj(boxes)
                                        .toList());
        for (int i = 0; i < examples.size(); i++) {
            assertAgrees(row(batch.mixedImages(), i), mixed.get(i).input());
            assertAgrees(row(batch.mixedLabels(), i), mixed.get(i).target());
        }
    }

    private static double[] doubles(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }

    private static Values row(Tensor tensor, int row) {
        int[] shape =
                Arrays.stream(tensor.shape()).skip(1).mapToInt(Math::toIntExact).toArray();
        int width = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Values.floats(Arrays.copyOfRange(tensor.floats(), row * width, (row + 1) * width))
                .shaped(shape);
    }

    private static void assertAgrees(Values expected, Values actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        Agreement.assertAgrees((float[]) expected.elements(), (float[]) actual.elements(), "mixed");
    }

    @Test
    void theSharesOfTargetsAreOneTogether() {
        mixed(images(50)).forEach(data -> {
            for (Example example : examples(data, 8, Order.shuffled(1, 0))) {
                double sum = 0;
                for (int i = 0; i < 10; i++) {
                    sum += example.target().numberAt(i);
                }
                assertEquals(1, sum, 1e-6);
            }
        });
    }

    /** Where a batch has the numbers 0 to 9 once, an example is w times its own class and 1 - w times another. */
    @Test
    void whatIsMixedUpIsMixedAsItsTarget() {
        for (Example example : examples(images(10).mixUp(1, 3), 10, Order.sequential())) {
            double expected = 0;
            for (int i = 0; i < 10; i++) {
                expected += i * example.target().numberAt(i);
            }
            assertEquals(expected, example.input().numberAt(11), 1e-5);
            assertArrayEquals(new int[] {3, 4, 1}, example.input().shape());
        }
    }

    /** As many pixels of the other image as its share says, but for the edges of the box, in one box. */
    @Test
    void whatIsCutComesFromOneOther() {
        float[] pixels = new float[40 * 50];
        IntFunction<Example> large = i -> {
            float[] own = pixels.clone();
            Arrays.fill(own, i);
            return Example.of(
                    Values.floats(own).shaped(40, 50, 1), Values.label(i).oneHot(10));
        };
        Dataset<INDArray, INDArray> data = Dataset.indexed(X, Y, 10, large).cutMix(1, 1, 5);
        int cut = 0;
        List<Example> mixed = examples(data, 10, Order.sequential());
        for (int i = 0; i < 10; i++) {
            int own = i;
            Values image = mixed.get(i).input();
            int[] others = IntStream.range(0, image.size())
                    .filter(pixel -> image.numberAt(pixel) != own)
                    .toArray();
            if (others.length > 0) {
                cut++;
                int other = image.integerAt(others[0]);
                int rows = (int) Arrays.stream(others)
                        .map(pixel -> pixel / 50)
                        .distinct()
                        .count();
                int columns = (int) Arrays.stream(others)
                        .map(pixel -> pixel % 50)
                        .distinct()
                        .count();
                assertEquals(others.length, rows * columns, "a box");
                assertTrue(Arrays.stream(others).allMatch(pixel -> image.numberAt(pixel) == other));
                double share = mixed.get(i).target().numberAt(other);
                assertEquals(Math.sqrt(share) * 40, rows, 1);
                assertEquals(Math.sqrt(share) * 50, columns, 1);
            }
        }
        assertTrue(cut > 5, "all but those mixed with themselves, and the smallest boxes");
    }

    @Test
    void theSameSeedMixesTheSame() {
        for (int kind = 0; kind < 3; kind++) {
            Dataset<INDArray, INDArray> data = mixed(images(20)).toList().get(kind);
            Dataset<INDArray, INDArray> again = mixed(images(20)).toList().get(kind);
            assertEquals(read(data, 6, Order.shuffled(1, 0)), read(again, 6, Order.shuffled(1, 0)));
            assertEquals(
                    read(data, 6, Order.sequential()), read(data, 6, Order.sequential()), "another epoch in order");
            assertNotEquals(read(data, 6, Order.shuffled(1, 0)), read(data, 6, Order.shuffled(1, 1)), "another epoch");
            assertNotEquals(read(data, 6, Order.shuffled(1, 0)), read(data, 6, Order.shuffled(2, 0)), "another fit");
        }
        assertNotEquals(
                read(images(20).mixUp(1, 1), 6, Order.sequential()),
                read(images(20).mixUp(1, 2), 6, Order.sequential()));
    }

    @Test
    void batchesStayAsLargeAsTheyWere() {
        mixed(images(20))
                .forEach(data -> assertEquals(
                        List.of(8, 8, 4),
                        read(data, 8, Order.sequential()).stream()
                                .map(List::size)
                                .toList()));
        mixed(images(3))
                .forEach(data -> assertEquals(
                        examples(images(3), 1, Order.sequential()),
                        examples(data, 1, Order.sequential()).stream()
                                .map(example ->
                                        example.withInput(example.input().map(Math::round)))
                                .map(example ->
                                        example.withTarget(0, example.target().map(Math::round)))
                                .toList(),
                        "mixed with itself"));
    }

    @Test
    void eachOrderOfABatchIsEquallyLikely() {
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[27];
        int draws = 12_000;
        for (int i = 0; i < draws; i++) {
            int[] order = Mixing.permutation(3, random);
            counts[9 * order[0] + 3 * order[1] + order[2]]++;
        }
        int[] drawn = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(6, drawn.length);
        // Five degrees of freedom: 20.5 is exceeded once in a thousand seeds.
        assertTrue(Arrays.stream(drawn)
                        .mapToDouble(n -> Math.pow(n - 2000, 2) / 2000)
                        .sum()
                < 20.5);
    }

    /** Mean 1/2 and variance 1 / (4 (2 alpha + 1)); the fourth moment around the mean is 3 times the square of that times (2 alpha + 1) / (2 alpha + 3). */
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.05, 0.2, 1, 3, 40})
    void sharesAreOfABetaDistribution(double alpha) {
        int count = 100_000;
        double[] shares = new BetaNumbers(alpha, new SplittableRandom(3)).next(count);
        double variance = 1 / (4 * (2 * alpha + 1));
        double fourth = 3 * variance * variance * (2 * alpha + 1) / (2 * alpha + 3);
        assertTrue(Arrays.stream(shares).allMatch(share -> share >= 0 && share <= 1));
        assertEquals(0.5, Arrays.stream(shares).average().orElseThrow(), 5 * Math.sqrt(variance / count));
        assertEquals(
                variance,
                Arrays.stream(shares)
                        .map(share -> (share - 0.5) * (share - 0.5))
                        .average()
                        .orElseThrow(),
                5 * Math.sqrt((fourth - variance * variance) / count) + 1e-9);
    }

    /** At alpha = 1 all are equally likely, at 1/2 those up to x have the share 2 / pi asin(sqrt(x)). */
    @Test
    void sharesAreDistributedAsTheyShould() {
        double[] uniform = new BetaNumbers(1, new SplittableRandom(4)).next(50_000);
        double[] arcsine = new BetaNumbers(0.5, new SplittableRandom(5)).next(50_000);
        for (double x = 0.05; x < 1; x += 0.05) {
            double most = x;
            double below = Arrays.stream(uniform).filter(share -> share < most).count() / 50_000.0;
            double belowToo =
                    Arrays.stream(arcsine).filter(share -> share < most).count() / 50_000.0;
            assertEquals(x, below, 0.0125);
            assertEquals(2 / Math.PI * Math.asin(Math.sqrt(x)), belowToo, 0.0125);
        }
    }

    @Test
    void whatIsValidatedWithIsNotMixed() {
        Dataset<INDArray, INDArray> data = images(20).inMemory();
        Dataset.Split<INDArray, INDArray> parts = data.mixUp(1, 1).split(0.2);
        assertEquals(
                examples(images(20).skip(16), 4, Order.sequential()),
                examples(parts.validation(), 4, Order.sequential()));
        assertNotEquals(
                examples(images(20).take(16), 4, Order.sequential()),
                examples(parts.training(), 4, Order.sequential()));
    }

    @Test
    void weightsAreMixedToo() {
        Dataset<INDArray, INDArray> data = Dataset.indexed(X, Y, 10, i -> image(i).weighted(i));
        for (Example example : examples(data.mixUp(1, 1), 10, Order.sequential())) {
            assertEquals(example.input().numberAt(0), example.weights().get(0).numberAt(0), 1e-5);
        }
    }

    @Test
    void someWithAWeightAndSomeWithoutAreRefused() {
        Dataset<INDArray, INDArray> data = Dataset.indexed(X, Y, 4, i -> i == 1 ? image(i).weighted(2) : image(i));
        mixed(data).forEach(mixed -> {
            String said = refusal(mixed);
            assertTrue(said.contains("unlike the first one: all examples have weights, or none"), said);
        });
    }

    @Test
    void oneHotRowsHaveAClassOrMore() {
        for (int classes : new int[] {-1, 0, Integer.MAX_VALUE}) {
            Values ids = Values.ints(0, 0);
            String said = assertThrows(InputException.class, () -> ids.oneHot(classes))
                    .getMessage();
            assertTrue(said.contains("found " + classes + " classes"), said);
        }
    }

    private static String refusal(Dataset<?, ?> data) {
        return assertThrows(InputException.class, () -> read(data, 4, Order.sequential()))
                .getMessage();
    }

    @Test
    void classIdsAreRefused() {
        Dataset<INDArray, INDArray> labels =
                Dataset.indexed(X, Y, 4, i -> Example.of(image(i).input(), Values.label(i)));
        assertEquals(
                "mixUp(…) mixes targets, and target 'y' has 1 int32 numbers (), which are class ids: between two of"
                        + " them there is none. Make them one-hot in front of it, map(example -> example.withTarget(0,"
                        + " example.targets().get(0).oneHot(classes))), and let the loss be CATEGORICAL_CROSSENTROPY;"
                        + " where they are amounts, or yes or no, of one output, it is .map(x -> x).shaped(1) in place"
                        + " of .oneHot(classes)",
                refusal(labels.mixUp(0.2, 1)));
        assertTrue(refusal(labels.cutMix(1, 1)).startsWith("cutMix(…) mixes targets, and target 'y' has"));
        Dataset<INDArray, INDArray> floats =
                labels.map(example -> example.withTarget(0, example.target().map(x -> x)));
        assertTrue(refusal(floats.mixUp(0.2, 1)).contains("1 float32 numbers (), which are class ids"));
        Dataset<INDArray, INDArray> amounts =
                floats.map(example -> example.withTarget(0, example.target().shaped(1)));
        assertEquals(4, examples(amounts.mixUp(0.2, 1), 4, Order.sequential()).size());
        Dataset<INDArray, INDArray> fixed = labels.map(
                example -> example.withTarget(0, example.targets().get(0).oneHot(4)));
        assertEquals(4, examples(fixed.mixUp(0.2, 1), 4, Order.sequential()).size());
        Dataset<INDArray, INDArray> wholeNumbers = Dataset.indexed(
                X, Y, 4, i -> Example.of(image(i).input(), Values.ints(i == 0 ? 1 : 0, i == 0 ? 0 : 1)));
        assertEquals(
                4, examples(wholeNumbers.mixUp(0.2, 1), 4, Order.sequential()).size());
    }

    @Test
    void whatCannotBeMixedIsRefused() {
        assertEquals(
                "mixUp(…) mixes inputs of float32 numbers, and input 'x' has 1 int32 numbers (1): where these are no"
                        + " ids but amounts, such as pixels, map(example ->"
                        + " example.withInput(example.input().map(x -> x))) in front makes them float32",
                refusal(Dataset.indexed(X, Y, 4, i -> Example.of(Values.ints(i), Values.floats(i)))
                        .mixUp(1, 1)));
        assertEquals(
                "mixUp(…) mixes inputs of float32 numbers, and input 'x' has 1 strings ()",
                refusal(Dataset.indexed(X, Y, 4, i -> Example.of(Values.text("a"), Values.floats(i)))
                        .mixUp(1, 1)));
        assertEquals(
                "cutMix(…) cuts images (height, width, channels), and input 'x' has 2 float32 numbers (2): mixUp(…)"
                        + " mixes numbers of any shape",
                refusal(Dataset.indexed(X, Y, 4, i -> Example.of(Values.floats(1, 2), Values.floats(i)))
                        .cutMix(1, 1)));
        String shapes =
                refusal(Dataset.indexed(X, Y, 2, i -> Example.of(Values.floats(new float[i + 1]), Values.floats(i)))
                        .mixUp(1, 2));
        assertTrue(shapes.startsWith("mixUp(…) mixes examples of one shape, and those of a batch have"), shapes);
        assertEquals(
                "mixUp(…) mixes the examples of a batch, and here they are wanted one by one: put it behind what"
                        + " chooses, orders or keeps examples",
                refusal(images(4).mixUp(1, 1).take(2)));
    }

    @Test
    void numbersThatMixNothingAreRefused() {
        assertEquals(
                "alpha of mixUp(…) must be above 0, found 0.0: 0.2 leaves most examples almost as they are, 1 makes all"
                        + " shares equally likely",
                assertThrows(InputException.class, () -> images(4).mixUp(0, 1)).getMessage());
        assertEquals(
                "the factor of cutMix(…) must be one number or two, the smaller first, between 0 and 1, found 1.5",
                assertThrows(InputException.class, () -> images(4).cutMix(1.5, 1))
                        .getMessage());
        assertEquals(
                "the factor of cutMix(…) must be one number or two, the smaller first, between 0 and 1, found 0.5 and"
                        + " 0.2",
                assertThrows(InputException.class, () -> images(4).cutMix(0.5, 0.2, 1))
                        .getMessage());
    }

    @Test
    void classIdsBecomeOneHot() {
        assertEquals(Values.floats(0, 0, 1), Values.label(2).oneHot(3));
        assertEquals(Values.floats(0, 0, 1), Values.ints(2).oneHot(3));
        assertEquals(Values.floats(0, 1, 1, 0).shaped(2, 2), Values.ints(1, 0).oneHot(2));
        assertEquals(Values.floats(1, 0), Values.number(0).oneHot(2));
        assertEquals(
                "one-hot rows of 3 classes need ids from 0 to 2, found 3",
                assertThrows(InputException.class, () -> Values.label(3).oneHot(3))
                        .getMessage());
        assertEquals(
                "one-hot rows of 3 classes need ids from 0 to 2, found 0.5",
                assertThrows(InputException.class, () -> Values.number(0.5).oneHot(3))
                        .getMessage());
    }
}
