package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Data sets that are made of others in any order are what lists would be of which the same was made. */
@Timeout(120)
final class RandomCompositionTest {
    private static final Structure<INDArray> X = Structure.single("x");
    private static final Structure<INDArray> Y = Structure.single("y");

    /** A data set, the numbers that its examples have, and how it was made. */
    private record Made(Dataset<INDArray, INDArray> data, List<Integer> numbers, String how) {
        Made then(String step, Dataset<INDArray, INDArray> changed, List<Integer> expected) {
            return new Made(changed, expected, how + "." + step);
        }
    }

    private static Example example(int number) {
        return Example.of(Values.floats(number), Values.label(number % 3)).weighted(number);
    }

    private static Made source(SplittableRandom random) {
        int size = 1 + random.nextInt(30);
        List<Integer> numbers = IntStream.range(0, size).boxed().toList();
        return switch (random.nextInt(3)) {
            case 0 ->
                new Made(
                        Dataset.generate(X, Y, () -> numbers.stream()
                                .map(RandomCompositionTest::example)
                                .iterator()),
                        numbers,
                        "stream " + size);
            case 1 -> new Made(Dataset.indexed(X, Y, size, RandomCompositionTest::example), numbers, "indexed " + size);
            default ->
                new Made(
                        Dataset.indexed(X, Y, size, RandomCompositionTest::example)
                                .inMemory(),
                        numbers,
                        "arrays " + size);
        };
    }

    private static Made step(Made made, SplittableRandom random) {
        Dataset<INDArray, INDArray> data = made.data();
        List<Integer> all = made.numbers();
        int some = 1 + random.nextInt(all.size());
        return switch (random.nextInt(9)) {
            case 0 ->
                made.then(
                        "map",
                        data.map(example -> example.withInput(example.input().map(x -> x + 1))),
                        all.stream().map(number -> number + 1).toList());
            case 1 -> {
                List<Integer> even =
                        all.stream().filter(number -> number % 2 == 0).toList();
                yield even.isEmpty()
                        ? made
                        : made.then(
                                "filter", data.filter(example -> example.input().integerAt(0) % 2 == 0), even);
            }
            case 2 -> made.then("take " + some, data.take(some), all.subList(0, some));
            case 3 -> made.then("skip " + (some - 1), data.skip(some - 1), all.subList(some - 1, all.size()));
            case 4 -> {
                List<Integer> twice = new ArrayList<>(all);
                twice.addAll(all);
                yield all.size() > 100 ? made : made.then("repeat", data.repeat(2), twice);
            }
            case 5 -> made.then("shuffle " + some, data.shuffle(some, random.nextLong()), all);
            case 6 -> made.then("cache", data.cache(), all);
            case 7 -> made.then("prefetch", data.prefetch(1 + random.nextInt(3)), all);
            default -> made.then("as", data.as(X, Y), all);
        };
    }

    @Test
    void areWhatListsWouldBe() {
        for (int seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Made made = source(random);
            for (int i = random.nextInt(7); i > 0; i--) {
                made = step(made, random);
            }
            assertIsList(made, seed);
            if (made.numbers().size() > 3) {
                Dataset.Split<INDArray, INDArray> parts = made.data().split(0.4);
                int cut = (int) Math.floor(made.numbers().size() * 0.6);
                assertIsList(
                        new Made(parts.training(), made.numbers().subList(0, cut), made.how() + ".training"), seed);
                assertIsList(
                        new Made(
                                parts.validation(),
                                made.numbers().subList(cut, made.numbers().size()),
                                made.how() + ".validation"),
                        seed);
            }
        }
    }

    private static void assertIsList(Made made, int seed) {
        String how = "seed " + seed + ": " + made.how();
        for (int epoch = 0; epoch < 2; epoch++) {
            assertEquals(made.numbers(), read(made.data(), Order.sequential()), how);
            List<Integer> shuffled = read(made.data(), Order.shuffled(seed, epoch));
            assertEquals(
                    made.numbers().stream().sorted().toList(),
                    shuffled.stream().sorted().toList(),
                    how);
            assertEquals(shuffled, read(made.data(), Order.shuffled(seed, epoch)), how);
            assertTrue(made.data().shuffles() || shuffled.equals(made.numbers()), how + " says that it is in order");
        }
        made.data().knownSize().ifPresent(size -> assertEquals(made.numbers().size(), size, how));
    }

    /** Inputs and weights stay together. */
    private static List<Integer> read(Dataset<INDArray, INDArray> data, Order order) {
        List<Integer> numbers = new ArrayList<>();
        int apart = Integer.MIN_VALUE;
        try (ArrayBatches batches = (ArrayBatches) data.batches(4, order)) {
            while (batches.next()) {
                float[] inputs = new float[batches.size()];
                float[] weights = new float[batches.size()];
                batches.input(0, FloatBuffer.wrap(inputs));
                batches.weight(0, FloatBuffer.wrap(weights));
                for (int i = 0; i < inputs.length; i++) {
                    apart = apart == Integer.MIN_VALUE ? (int) (inputs[i] - weights[i]) : apart;
                    assertEquals(apart, (int) (inputs[i] - weights[i]));
                    numbers.add((int) inputs[i]);
                }
            }
        }
        return numbers;
    }
}
