package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.AttentionPrograms;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.layer.ShortAttention;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention as an op, all at once (0 rows) and in tiles, computes what Keras computes: outputs and gradients. */
final class TiledAttentionTest {

    static Stream<Arguments> cases() {
        return Stream.of("multi_head_attention", "group_query_attention", "given_mask")
                .flatMap(file -> LayerCase.read(file).stream())
                .filter(layer -> layer.model().graph().nodes().stream()
                        .anyMatch(node -> node.spec() instanceof dev.plumb.graph.rule.HeadsAttentionSpec heads
                                && heads.dropout() == 0
                                && heads.headKeyDim() > 1))
                .filter(layer -> !layer.toString().contains("one step"))
                .flatMap(layer -> Stream.of(0, 1, 2, 3, 100).map(rows -> Arguments.of(layer, rows)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithKeras(LayerCase layer, int rows) {
        ShortAttention.asLong(() -> LayerParityTest.check(layer, program -> {
            assertTrue(AttentionPrograms.count(program) > 0, program::toString);
            return AttentionPrograms.inTiles(program, rows);
        }));
    }
}
