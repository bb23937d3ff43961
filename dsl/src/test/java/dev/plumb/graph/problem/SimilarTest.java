package dev.plumb.graph.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
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
}
