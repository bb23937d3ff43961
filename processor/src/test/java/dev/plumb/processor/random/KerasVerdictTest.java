package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is said about random models is what Keras says: shapes, masks and parameters of those that are right, the kind of problem and its layer
 * of those that are not; see {@link KerasSample}. Where it is not, {@link KerasDifferences} has the reason.
 */
final class KerasVerdictTest {
    /** Layers of which there are fewer: those younger than the recording, and those that Keras refuses more often than not. A new recording has the former. */
    private static final Set<String> NOT_RECORDED = Set.of("ConvLSTM1D", "ConvLSTM2D");

    private static List<KerasCase> sample = List.of();

    @BeforeAll
    static void read() throws IOException {
        sample = KerasCase.sample();
    }

    @Test
    void kerasSaysTheSame() {
        KerasDifferences differences = new KerasDifferences();
        Map<String, String> found = new LinkedHashMap<>();
        for (KerasCase model : sample) {
            String difference = differences.of(model);
            if (!difference.isEmpty()) {
                found.put(model.toString(), difference);
            }
        }
        assertEquals(Map.of(), found);
        assertEquals(Set.of(), differences.unused(), "excuses that nothing needs");
    }

    @Test
    void theSampleHasManyOfEachKind() {
        long accepted = sample.stream().filter(KerasCase::isAcceptedByBoth).count();
        long refused = sample.stream().filter(KerasCase::isRefusedByBoth).count();
        assertTrue(accepted > 400 && refused > 250, accepted + " accepted by both, " + refused + " refused by both");
    }

    @Test
    void everyRecordedLayerIsAcceptedByBothAtLeastTwentyTimes() {
        Map<String, Integer> nodes = new TreeMap<>();
        RandomLayers.NAMES.forEach(layer -> nodes.put(layer, 0));
        sample.stream()
                .filter(KerasCase::isAcceptedByBoth)
                .flatMap(model -> model.graph().orElseThrow().nodes().stream())
                .forEach(node -> nodes.merge(node.spec().layerName(), 1, Integer::sum));
        nodes.values().removeIf(often -> often >= 20);
        assertEquals(NOT_RECORDED, nodes.keySet(), "KerasSample draws more of a layer");
    }
}
