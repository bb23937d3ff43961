package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The weights of examples stay with them whatever is made of their data set: one an example, or one a step. */
final class WeightsThroughCompositionTest {
    private static final Structure<INDArray> X = Structure.single("x");
    private static final Structure<INDArray> Y = Structure.single("y");
    private static final int SIZE = 8;
    private static final int STEPS = 3;

    /** Example i has the steps 10i, 10i + 1, 10i + 2, and weights that are the same numbers, or 10i for all. */
    private static ArrayDataset<INDArray, INDArray> arrays(boolean temporal) {
        float[][] numbers = new float[SIZE][STEPS];
        float[] weights = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            numbers[i] = new float[] {10 * i, 10 * i + 1, 10 * i + 2};
            weights[i] = 10 * i;
        }
        INDArray x = Nd4j.createFromArray(numbers);
        return Dataset.of(X, x, Y, x).sampleWeights(temporal ? x : Nd4j.createFromArray(weights));
    }

    /** A data set of one's own that only gives batches. */
    private record Own(ArrayDataset<INDArray, INDArray> arrays) implements Dataset<INDArray, INDArray> {
        @Override
        public Structure<INDArray> inputStructure() {
            return X;
        }

        @Override
        public Structure<INDArray> targetStructure() {
            return Y;
        }

        @Override
        public OptionalInt knownSize() {
            return arrays.knownSize();
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            return arrays.batches(batchSize, order);
        }
    }

    private static Map<String, Dataset<INDArray, INDArray>> compositions(Dataset<INDArray, INDArray> data) {
        Map<String, Dataset<INDArray, INDArray>> all = new LinkedHashMap<>();
        all.put("map", data.map(example -> example.withInput(example.input().map(x -> x))));
        all.put("mapBatches", data.mapBatches(batch -> batch));
        all.put("filter", data.filter(example -> example.input().numberAt(0) > 10));
        all.put("take", data.take(5));
        all.put("skip", data.skip(2));
        all.put("repeat", data.repeat(2));
        all.put("shuffle", data.shuffle(4, 1));
        all.put("cache", data.cache());
        all.put("prefetch", data.prefetch(2));
        all.put("padded", data.padded(LengthBuckets.of("x", STEPS).and("y")));
        all.put("as", data.as(Structure.single("a"), Structure.single("b")));
        all.put("inMemory", data.map(example -> example).inMemory());
        all.put("byShare", Splits.byShare(data, 0.5).validation());
        all.put("random", Splits.random(data, 0.5, 1).training());
        all.put(
                "byGroup",
                Splits.byGroup(data, 0.5, 1, example -> example.input().numberAt(0) > 30)
                        .validation());
        all.put(
                "byTime",
                Splits.byTime(data, 0.5, example -> example.input().numberAt(0)).validation());
        return all;
    }

    @Test
    void weightsStayWithTheirExamples() {
        for (boolean temporal : new boolean[] {false, true}) {
            for (Dataset<INDArray, INDArray> data : List.of(arrays(temporal), new Own(arrays(temporal)))) {
                compositions(data).forEach((name, composed) -> {
                    assertKept(name, composed, Order.sequential(), temporal);
                    assertKept(name, composed, Order.shuffled(1, 0), temporal);
                });
            }
        }
    }

    private static void assertKept(String name, Dataset<INDArray, INDArray> data, Order order, boolean temporal) {
        int read = 0;
        try (Batches batches = data.batches(3, order)) {
            assertTrue(batches.weighs(0), name);
            while (batches.next()) {
                float[] steps = new float[batches.size() * STEPS];
                float[] weights = new float[batches.size() * STEPS];
                batches.target(0, FloatBuffer.wrap(steps));
                batches.weight(0, FloatBuffer.wrap(weights));
                for (int i = 0; i < steps.length && !temporal; i++) {
                    steps[i] = (float) Math.floor(steps[i] / 10) * 10;
                }
                assertArrayEquals(steps, weights, name);
                read += batches.size();
            }
        }
        assertTrue(read >= 4, name + " gave " + read);
    }

    @Test
    void weightsOfOneTargetOnlyPassAsWell() {
        Structure<List<INDArray>> targets = Structure.list(List.of("left", "right"));
        INDArray numbers = Nd4j.createFromArray(1f, 2f, 3f);
        ArrayDataset<INDArray, List<INDArray>> arrays =
                Dataset.of(X, numbers, targets, List.of(numbers, numbers)).sampleWeights("right", numbers);
        try (BatchExamples examples =
                new BatchExamples(List.of("x"), targets.names(), arrays.batches(1, Order.sequential()))) {
            Example first = examples.next();
            assertEquals(arrays.example(0), first);
        }
    }

    private static Dataset<INDArray, INDArray> ofLengths(Values... weights) {
        return Dataset.generate(X, Y, () -> Stream.of(weights)
                .map(weight -> {
                    Values steps = Values.floats(new float[Math.max(2, weight.size())]);
                    return new Example(List.of(steps), List.of(steps), List.of(weight));
                })
                .iterator());
    }

    private static float[] paddedWeights(Values... weights) {
        LengthBuckets buckets = LengthBuckets.of("x", 4).and("y");
        float[] all = new float[weights.length * 4];
        try (Batches batches = ofLengths(weights).padded(buckets).batches(weights.length, Order.sequential())) {
            assertTrue(batches.next());
            batches.weight(0, FloatBuffer.wrap(all));
            assertFalse(batches.next());
        }
        return all;
    }

    @Test
    void paddingHasWeightsOfZeroAndOneWeightOfAnExampleStaysOne() {
        assertArrayEquals(
                new float[] {1, 2, 0, 0, 3, 4, 5, 0}, paddedWeights(Values.floats(1, 2), Values.floats(3, 4, 5)));
        assertArrayEquals(new float[] {7, 7, 7, 7, 8, 8, 8, 8}, paddedWeights(Values.number(7), Values.floats(8)));
    }

    @Test
    void weightsOfAnotherLengthThanTheTargetAreRefused() {
        Dataset<INDArray, INDArray> data = arrays(true)
                .map(example -> new Example(example.inputs(), example.targets(), List.of(Values.floats(1, 2))))
                .padded(LengthBuckets.of("x", 4).and("y"));
        InputException refused = assertThrows(
                InputException.class, () -> data.batches(3, Order.sequential()).next());
        assertEquals(
                "an example has 2 weights for target 'y', whose length is 3: expected one weight, or one a step",
                refused.getMessage());
    }

    @Test
    void weightsThatSomeExamplesDoNotHaveAreNamed() {
        Dataset<INDArray, INDArray> some = arrays(false)
                .map(example ->
                        example.input().numberAt(0) == 20 ? Example.of(example.input(), example.target()) : example);
        Dataset<INDArray, INDArray> others = arrays(false)
                .map(example ->
                        example.input().numberAt(0) == 20 ? example : Example.of(example.input(), example.target()));
        List<String> said = new ArrayList<>();
        for (Dataset<INDArray, INDArray> data : List.of(some, others)) {
            said.add(assertThrows(InputException.class, data::inMemory).getMessage());
        }
        assertEquals(
                List.of(
                        "example 2 has no weight, unlike the first one: all examples have weights, or none",
                        "example 2 has a weight, unlike the first one: all examples have weights, or none"),
                said);
    }
}
