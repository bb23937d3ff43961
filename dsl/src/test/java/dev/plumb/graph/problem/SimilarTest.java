package dev.plumb.graph.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SimilarTest {
    private static final List<String> NAMES = List.of("features", "hidden", "predictions", "a", "b");

    @Test
    void oneSlipOfTheFingerIsForgiven() {
        for (String slip : List.of("hiden", "hiddden", "hiddem", "hidedn", "Hidden", "HIDDEN")) {
            assertEquals(Optional.of("hidden"), Similar.to(slip, NAMES), slip);
        }
    }

    @Test
    void longNamesForgiveMore() {
        assertEquals(Optional.of("predictions"), Similar.to("prediktion", NAMES));
        assertEquals(Optional.empty(), Similar.to("merged", NAMES));
    }

    @Test
    void ofEquallyNearNamesItIsTheFirstInTheAlphabet() {
        assertEquals(Optional.of("a"), Similar.to("c", List.of("b", "a")));
        assertEquals(Optional.of("a"), Similar.to("c", List.of("a", "b")));
        assertEquals(List.of("a", "b"), Similar.all("c", List.of("b", "long", "a")));
    }

    @Test
    void aHintCompletesTheSentence() {
        assertEquals(", did you mean 'hidden'?", Similar.hint("hiden", NAMES));
        assertEquals("", Similar.hint("somethingElse", NAMES));
        assertEquals(", did you mean 'a' or 'b'?", Similar.hint("c", NAMES));
        assertEquals("", Similar.hint("hidden", List.of()));
    }

    @Test
    void aLayerThatIsNotThereIsSaidWithThoseThatAre() {
        List<String> layers = List.of("normal", "hidden", "energy");
        assertEquals(", did you mean 'hidden'?", Similar.hintOfLayers("hiden", layers));
        assertEquals(
                ", did you mean 'normal'?; its layers are normal, hidden, energy",
                Similar.hintOfLayers("norm", layers));
        assertEquals(
                ", did you mean 'energy'?; its layers are normal, hidden, energy",
                Similar.hintOfLayers("energyOfThePlant", layers));
        assertEquals("; its layers are normal, hidden, energy", Similar.hintOfLayers("classifier", layers));
        assertEquals("; its layers are normal, hidden, energy", Similar.hintOfLayers("no", layers));
        assertEquals("", Similar.hintOfLayers("norm", List.of()));
    }

    @Test
    void ofManyLayersTheFirstAreSaid() {
        List<String> layers =
                IntStream.range(0, 40).mapToObj(i -> "encoder/block" + i).toList();
        String hint = Similar.hintOfLayers("softmax", layers);
        assertTrue(hint.startsWith("; its layers are encoder/block0, "), hint);
        assertTrue(hint.endsWith(", encoder/block11 and 28 more"), hint);
    }
}
