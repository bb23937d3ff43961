package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer of the language is a layer of this runtime, and is compared with Keras. */
final class LayerCoverageTest {

    static List<String> layers() {
        return Layers.names();
    }

    /**
     * RNN reads with cells in code, which no file has: {@link CellLayersTest} compares it with layers that are compared with Keras. What is
     * computed before a model runs has files of its own: {@link dev.plumb.preprocess.PreprocessingParityTest}.
     */
    static List<String> recorded() {
        return layers().stream()
                .filter(layer -> !layer.equals("RNN") && !PreprocessingSpec.class.isAssignableFrom(spec(layer)))
                .toList();
    }

    private static Class<? extends LayerSpec> spec(String layer) {
        return Layers.find(layer).orElseThrow().type();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void hasALowering(String layer) {
        assertTrue(Lowerings.covers(spec(layer)), layer);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void isComparedWithKeras(String layer) {
        String file = layer.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        assertTrue(LayerCase.FILES.contains(file), file);
        assertTrue(
                LayerCase.read(file).stream()
                        .flatMap(recorded -> recorded.model().graph().nodes().stream())
                        .anyMatch(node -> spec(layer).isInstance(node.spec())),
                "no case in " + file + " has the layer");
    }

    @Test
    void eachRecordedFileBelongsToALayer() {
        int calls = 1; // given_mask: how a layer is called
        assertEquals(recorded().size() + calls, LayerCase.FILES.size());
    }
}
