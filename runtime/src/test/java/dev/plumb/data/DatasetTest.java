package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Examples in memory: batches, orders, splits. */
final class DatasetTest {
    private static ArrayDataset<INDArray, INDArray> numbers(INDArray x, INDArray y) {
        return Dataset.of(Structure.single("x"), x, Structure.single("y"), y);
    }

    private static INDArray range(int rows, int columns) {
        return Nd4j.arange(rows * columns).castTo(DataType.FLOAT).reshape(rows, columns);
    }

    @Test
    void anyLayoutGivesTheSameBatches() {
        INDArray plain = range(5, 2);
        INDArray labels = Nd4j.createFromArray(0L, 1L, 2L, 3L, 4L);
        INDArray shifted = Nd4j.concat(0, range(1, 2), plain)
                .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 6), org.nd4j.linalg.indexing.NDArrayIndex.all());
        for (INDArray x :
                List.of(plain, plain.dup('f'), plain.castTo(DataType.DOUBLE), plain.castTo(DataType.INT32), shifted)) {
            float[] read = new float[4];
            int[] label = new int[2];
            try (Batches batches = numbers(x, labels).skip(1).batches(2, Order.sequential())) {
                assertTrue(batches.next());
                assertTrue(batches.next());
                batches.input(0, FloatBuffer.wrap(read));
                batches.target(0, IntBuffer.wrap(label));
                assertFalse(batches.next());
            }
            assertArrayEquals(new float[] {6, 7, 8, 9}, read);
            assertArrayEquals(new int[] {3, 4}, label);
        }
    }

    @Test
    void shuffledBatchesKeepInputAndTargetTogetherAndTakeEachOnce() {
        INDArray labels = Nd4j.arange(7).castTo(DataType.FLOAT);
        int[] seen = new int[7];
        try (Batches batches = numbers(range(7, 3), labels).batches(3, Order.shuffled(1, 0))) {
            while (batches.next()) {
                FloatBuffer x = FloatBuffer.allocate(9);
                FloatBuffer y = FloatBuffer.allocate(3);
                batches.input(0, x);
                batches.target(0, y);
                for (int i = 0; i < batches.size(); i++) {
                    assertEquals(3 * y.get(i), x.get(3 * i));
                    seen[(int) y.get(i)]++;
                }
            }
        }
        assertArrayEquals(new int[] {1, 1, 1, 1, 1, 1, 1}, seen);
    }

    @Test
    void anOrderIsAPermutationThatDependsOnSeedAndEpoch() {
        int[] order = Order.shuffled(7, 0).indices(100);
        assertArrayEquals(order, Order.shuffled(7, 0).indices(100));
        assertFalse(Arrays.equals(order, Order.shuffled(7, 1).indices(100)));
        assertFalse(Arrays.equals(order, Order.shuffled(8, 0).indices(100)));
        assertArrayEquals(
                IntStream.range(0, 100).toArray(), Arrays.stream(order).sorted().toArray());
    }

    @Test
    void theNumbersOfExamplesMustAgree() {
        InputException e = assertThrows(InputException.class, () -> numbers(range(3, 2), range(2, 1)));
        assertEquals(
                "inputs and targets differ in their number of examples (the first axis): input 'x' has 3 (3, 2), target 'y' has 2 (2, 1)",
                e.getMessage());
    }

    @Test
    void theLastExamplesAreForValidation() {
        var split = numbers(range(10, 1), range(10, 1)).split(0.25);
        assertEquals(7, split.training().size());
        assertEquals(7, split.validation().inputArrays().get(0).getInt(0));
    }

    @Test
    void theArraysOfAMapGoByTheirNames() {
        Structure<Map<String, INDArray>> structure = Structure.map(List.of("a", "b"));
        INDArray a = range(2, 1);
        INDArray b = range(2, 3);
        assertEquals(List.of(a, b), structure.arrays(Map.of("b", b, "a", a)));
        assertEquals(
                List.of("a", "b"), List.copyOf(structure.record(List.of(a, b)).keySet()));
        assertEquals(
                "the arrays are [a, b] and go by their names: 'b' is missing; 'bb' is unknown, did you mean 'b'?",
                assertThrows(InputException.class, () -> structure.arrays(Map.of("a", a, "bb", b)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Structure.map(List.of("a", "a")));
    }

    @Test
    void whatIsNoArrayOfExamplesIsRefused() {
        INDArray nothing = null;
        assertEquals(
                "the array of 'x' is null",
                assertThrows(InputException.class, () -> numbers(nothing, range(2, 1)))
                        .getMessage());
        assertEquals(
                "target 'y' is empty: its shape is (0), expected at least one example",
                assertThrows(InputException.class, () -> numbers(range(2, 1), Nd4j.create(DataType.FLOAT, 0)))
                        .getMessage());
    }
}
