package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class PowersOfTwoTest {

    @Test
    void theRestComesInPowersOfTwoAndEachExampleOnce() {
        int examples = 77;
        int[] labels = new int[examples];
        float[] features = new float[2 * examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = i;
            features[2 * i] = i;
            features[2 * i + 1] = -i;
        }
        Dataset<?, ?> data = Dataset.of(
                Structure.list(List.of("x")),
                List.of(Nd4j.create(features, new long[] {examples, 2}, 'c')),
                Structure.list(List.of("y")),
                List.of(Nd4j.createFromArray(labels)));
        List<Integer> sizes = new ArrayList<>();
        int next = 0;
        try (Batches batches = new PowersOfTwo(data.batches(32, Order.sequential()), 32)) {
            while (batches.next()) {
                sizes.add(batches.size());
                FloatBuffer x = FloatBuffer.allocate(2 * batches.size());
                IntBuffer y = IntBuffer.allocate(batches.size());
                batches.input(0, x);
                batches.target(0, y);
                for (int i = 0; i < batches.size(); i++, next++) {
                    assertEquals(next, x.get(2 * i));
                    assertEquals(-next, x.get(2 * i + 1));
                    assertEquals(next, y.get(i));
                }
            }
        }
        assertEquals(examples, next);
        assertEquals(List.of(32, 32, 8, 4, 1), sizes);
    }
}
