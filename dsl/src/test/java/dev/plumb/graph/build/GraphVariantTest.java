package dev.plumb.graph.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.DropoutLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphVariantTest {
    private static Graph siamese() {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire left = g.apply("left", Layers.dense(8), g.input("a", 4));
        Wire right = g.applyAgain("right", left, g.input("b", 4));
        Wire dropped = g.apply("dropped", Layers.dropout(0.5), right);
        return g.output(g.apply("both", Layers.add(), left, dropped)).build();
    }

    private static String refused(GraphVariant variant, String... without) {
        return assertThrows(IllegalArgumentException.class, () -> variant.without(without))
                .getMessage();
    }

    @Test
    void layersThatShareWeightsChangeTogether() {
        Graph wide = GraphVariant.of(siamese())
                .layer("left", DenseLayer.class, left -> left.units(16))
                .graph();
        assertEquals("(16)", wide.node("right").outputTypes().get(0).toString());
        assertEquals(4 * 16 + 16, wide.parameters());
    }

    @Test
    void whatIsLeftOutPassesItsFirstInputOn() {
        Graph plain = GraphVariant.of(siamese()).without("dropped").graph();
        assertEquals(
                List.of("left", "right"),
                plain.node("both").inputs().stream().map(Object::toString).toList());
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        GraphVariant variant = GraphVariant.of(siamese());
        assertEquals("model 'Siamese' has no layer 'lef', did you mean 'left'?", refused(variant, "lef"));
        assertEquals(
                "'both' is an output of model 'Siamese': a variant has the same outputs", refused(variant, "both"));
        assertEquals("'left' of model 'Siamese' has weights that other layers share", refused(variant, "left"));
        assertEquals(
                "'left' of model 'Siamese' is a Dense, not a DropoutLayer",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> variant.layer("left", DropoutLayer.class, left -> left))
                        .getMessage());
    }

    @Test
    void aVariantHasOtherSizesOfAsManyAxes() {
        GraphVariant variant = GraphVariant.of(siamese());
        assertEquals("model 'Siamese' has no layer 'a': it is an input", refused(variant, "a"));
        assertEquals(
                "input 'a' of model 'Siamese' is (4): a variant has other sizes of as many axes, not (2, 2)",
                assertThrows(IllegalArgumentException.class, () -> variant.input("a", input -> input.size(2, 2)))
                        .getMessage());
    }

    @Test
    void whatDoesNotFitIsSaidInTheWordsOfTheCompiler() {
        GraphVariant variant = GraphVariant.of(siamese()).input("a", input -> input.size(5));
        String message = assertThrows(GraphException.class, variant::graph).getMessage();
        assertTrue(message.contains("[plumb/different-weights]"), message);
    }
}
