package dev.plumb.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Starting weights follow from the seed and the wiring: not from names or the order of declaration. */
final class WeightStoreTest {
    private static final LayerSpec WIDE = Layers.dense(8);
    private static final LayerSpec NORMAL = Layers.batchNormalization();
    private static final LayerSpec LAST = Layers.dense(3);

    private static Graph sequential() {
        return SequentialBuilder.named("Line", 4)
                .add(WIDE)
                .add(NORMAL)
                .add(LAST)
                .build();
    }

    /** The same model, written backwards and with names in another order of the alphabet. */
    private static Graph functional() {
        return GraphChecker.graph(new Draft(
                "Functional",
                List.of(new Draft.Input("q", TensorType.floats(4), TensorKind.TENSOR)),
                List.of(step("a", LAST, "m"), step("m", NORMAL, "z"), step("z", WIDE, "q")),
                List.of(new Draft.Output("a", Optional.empty(), List.of()))));
    }

    private static Draft.Step step(String name, LayerSpec layer, String from) {
        Draft.Source source = new Draft.Source(TensorName.of(from), TensorKind.TENSOR);
        return new Draft.Step(name, Optional.of(layer), List.of(source), TensorKind.TENSOR);
    }

    private static List<float[]> values(WeightStore store) {
        return store.entries().stream()
                .map(entry -> store.slot(entry.path()).toFloats())
                .toList();
    }

    @Test
    void bothFormsOfAModelStartAlike() {
        List<float[]> one = values(WeightStore.initialized(sequential(), 7));
        List<float[]> other = values(WeightStore.initialized(functional(), 7));
        assertEquals(8, one.size());
        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(one.get(i), other.get(i));
        }
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        assertFalse(Arrays.equals(
                values(WeightStore.initialized(sequential(), 7)).get(0),
                values(WeightStore.initialized(sequential(), 8)).get(0)));
    }

    @Test
    void aKernelStartsByItsOwnFans() {
        Graph attention = SequentialBuilder.named("Attention", 3, 16)
                .add(Layers.multiHeadAttention(4, 8))
                .build();
        WeightStore store = WeightStore.initialized(attention, 7);
        float largest = 0;
        for (float value : store.slot(store.entries().get(0).path()).toFloats()) {
            largest = Math.max(largest, Math.abs(value));
        }
        double limit = Math.sqrt(6.0 / (16 + 32)); // the shape (16, 4, 8) alone would say 6 / (16 * 4 + 16 * 8)
        assertTrue(largest <= limit && largest > 0.95 * limit, largest + " of " + limit);
    }

    @Test
    void trainedWeightsLieBeforeTheOthers() {
        WeightStore store = WeightStore.initialized(sequential(), 7);
        for (WeightStore.Entry entry : store.entries()) {
            assertEquals(!entry.path().contains("moving"), entry.trainable(), entry.path());
            assertEquals(entry.trainable(), entry.offset() < store.trainableElements(), entry.path());
            assertEquals(0, entry.byteOffset() % 64, "each starts at a cache line");
        }
    }

    @Test
    void aMisspeltWeightIsRecognised() {
        assertEquals(
                "there is no weight 'dense/kernle', did you mean 'dense/kernel'?",
                assertThrows(IllegalArgumentException.class, () -> WeightStore.zeros(sequential())
                                .entry("dense/kernle"))
                        .getMessage());
    }
}
