package dev.plumb.graph.compose;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.DType.FLOAT32;
import static dev.plumb.dsl.Padding.SAME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.BlockBuilder;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.AttributeKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final BlockDefinition RESIDUAL_UNIT = residualUnit();

    private static BlockDefinition residualUnit() {
        BlockBuilder b = BlockBuilder.named("dev.test.ResidualUnit");
        b.attribute("filters", AttributeKind.INT);
        b.attribute("stride", AttributeKind.INT, 1);
        b.attribute("activation", AttributeKind.of(ActivationFunction.class), "RELU");
        b.input("x", FLOAT32, "h", "w", "c");
        b.apply("conv1", Layers.conv2D(BOUND, 3).padding(SAME), "x").bind("filters, strides = stride");
        b.apply("bn1", Layers.batchNormalization(), "conv1");
        b.apply("act1", Layers.activation(RELU), "bn1").bind("value = activation");
        b.apply("conv2", Layers.conv2D(BOUND, 3).padding(SAME), "act1").bind("filters");
        b.apply("shortcut", Layers.conv2D(BOUND, 1), "x")
                .bind("filters, strides = stride")
                .when("c != filters or stride > 1");
        b.apply("out", Layers.add(), "conv2", "shortcut");
        return b.output("out").build();
    }

    /** A block of an int {@code units} whose last layer is the output. */
    private static BlockBuilder ofUnits(String name) {
        return BlockBuilder.named("dev.test." + name).attribute("units", AttributeKind.INT);
    }

    private static String refused(BlockBuilder block) {
        return assertThrows(GraphException.class, block::build).getMessage();
    }

    private static List<String> names(Graph graph) {
        return graph.nodes().stream().map(Node::name).toList();
    }

    @Test
    void aBlockIsItsLayersWithTheValuesOfItsAttributes() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire image = g.input("image", 8, 8, 3);
        Graph graph = g.output(g.apply("unit", RESIDUAL_UNIT.with(Map.of("filters", 16, "stride", 2)), image))
                .build();

        assertEquals(
                List.of("unit/conv1", "unit/bn1", "unit/act1", "unit/conv2", "unit/shortcut", "unit/out"),
                names(graph));
        assertEquals("(4, 4, 16)", graph.outputs().get(0).type().toString());
        assertEquals(
                "Conv2D(filters = 16, kernelSize = 1, strides = 2)",
                graph.node("unit/shortcut").spec().describe());
    }

    /** What reaches the second block is computed from a name. */
    @Test
    void blocksFollowEachOtherAtAnySize() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire image = g.input("image", Shape.parse("height", "width", "3"), FLOAT32);
        Wire half = g.apply("half", RESIDUAL_UNIT.with(Map.of("filters", 16, "stride", 2)), image);
        Wire quarter = g.apply("quarter", Repetition.of(2, RESIDUAL_UNIT.with(Map.of("filters", 16))), half);
        Graph graph = g.output(quarter).build();

        assertEquals(
                "((height+1)/2, (width+1)/2, 16)", graph.outputs().get(0).type().toString());
    }

    @Test
    void aStepThatIsLeftOutPassesItsInputOn() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire image = g.input("image", 8, 8, 16);
        Graph graph = g.output(g.apply("unit", RESIDUAL_UNIT.with(Map.of("filters", 16)), image))
                .build();

        assertEquals(List.of("unit/conv1", "unit/bn1", "unit/act1", "unit/conv2", "unit/out"), names(graph));
        assertEquals(
                List.of(TensorName.of("unit/conv2"), TensorName.of("image")),
                graph.node("unit/out").inputs());
    }

    @Test
    void blocksAreRepeatedAndShareWeights() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire image = g.input("image", 8, 8, 16);
        Wire first = g.apply("stage", Repetition.of(2, RESIDUAL_UNIT.with(Map.of("filters", 16))), image);
        Graph graph = g.output(g.applyAgain("again", first, first)).build();

        assertTrue(names(graph).contains("stage/1/conv2"), names(graph)::toString);
        assertEquals("stage/1/conv2", graph.node("again/1/conv2").sharing());
        assertEquals(2 * (2 * (16 * 16 * 9 + 16) + 4 * 16), graph.parameters());
    }

    @Test
    void aLayerThatIsAppliedAgainIsBoundAsItIs() {
        BlockBuilder b = ofUnits("Twice").input("x", FLOAT32, "c");
        b.apply("first", Layers.dense(BOUND), "x").bind("units");
        b.applyAgain("second", "first", "first");
        BlockDefinition twice = b.output("second").build();
        GraphBuilder g = GraphBuilder.named("Net");
        Graph graph = g.output(g.apply("unit", twice.with(Map.of("units", 4)), g.input("x", 4)))
                .build();

        assertEquals("first", graph.node("unit/second").sharing().replace("unit/", ""));
        assertEquals(4 * 4 + 4, graph.parameters());
    }

    @Test
    void aBindingOfALayerThatIsAppliedAgainIsSaidOnce() {
        BlockBuilder b = ofUnits("Halves").input("x", FLOAT32, "c");
        b.apply("first", Layers.dense(BOUND), "x").bind("units = units / 2");
        b.applyAgain("second", "first", "first");
        BlockDefinition halves = b.output("second").build();
        GraphBuilder g = GraphBuilder.named("Net");
        g.output(g.apply("unit", halves.with(Map.of("units", 5)), g.input("x", 4)));

        String message = assertThrows(GraphException.class, g::build).getMessage();
        assertEquals(2, message.split("bad-binding]", -1).length, message);
    }

    @Test
    void aPartReachesInsideOfBlocks() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire image = g.input("image", 8, 8, 3);
        Wire stage = g.apply("stage", Repetition.of(2, RESIDUAL_UNIT.with(Map.of("filters", 16))), image);
        Graph graph = g.output(g.apply("pooled", Layers.globalAveragePooling2D(), stage))
                .build();

        Graph part = Part.upTo(graph, List.of("stage/1/act1", "stage/0"));
        assertEquals(
                List.of("stage.1.act1", "stage.0"),
                part.outputs().stream().map(Graph.Output::name).toList());
        assertEquals("(8, 8, 16)", part.outputs().get(0).type().toString());
        assertEquals(
                Stream.concat(
                                names(graph).stream().filter(name -> name.startsWith("stage/0/")),
                                Stream.of("stage/1/conv1", "stage/1/bn1", "stage/1/act1"))
                        .toList(),
                names(part));
        assertEquals(part.draft(), DraftTree.read(DraftTree.of(part.draft())));
    }

    @Test
    void anAxisThatIsGivenMayBeAnExpression() {
        GraphBuilder e = GraphBuilder.named("Words");
        Graph words = e.output(e.apply("last", Layers.dense(4), e.input("x", Shape.parse("steps", "4"), DType.FLOAT32)))
                .build();
        GraphBuilder g = GraphBuilder.named("Text");
        Wire text = g.input("text", Shape.parse("time", "4"), DType.FLOAT32);
        Wire windows = g.apply("windows", Layers.conv1D(4, 3).strides(2), text);
        Wire nested = g.apply("nested", ModelLayer.of(words), windows);
        Graph graph = g.output(g.apply("stack", Repetition.of(2, Layers.dense(4)), nested))
                .build();
        assertEquals("((time-1)/2, 4)", graph.outputs().get(0).type().toString());
    }

    @Test
    void whatDoesNotFitInsideIsSaidAtItsPlaceWithTheUse() {
        BlockBuilder b = ofUnits("Wrong").input("x", FLOAT32, "n");
        b.apply("wide", Layers.dense(BOUND), "x").bind("units = 2 * units");
        b.apply("out", Layers.add(), "wide", "x");
        BlockDefinition wrong = b.output("out").build();
        GraphBuilder g = GraphBuilder.named("Net");
        g.output(g.apply("unit", wrong.with(Map.of("units", 4)), g.input("x", 4)));

        String message = assertThrows(GraphException.class, g::build).getMessage();
        assertTrue(message.contains("Add 'out' needs inputs of one shape: 'wide' is (8), 'x' is (4)"), message);
        assertTrue(message.contains("'unit', Wrong(units = 4)"), message);
    }

    @Test
    void whatDoesNotFitInManyUsesIsSaidOnce() {
        BlockBuilder b = ofUnits("Sum");
        b.input("x", FLOAT32, "n");
        b.apply("wide", Layers.dense(BOUND), "x").bind("units");
        b.apply("y", Layers.add(), "wide", "x");
        BlockDefinition sum = b.output("y").build();
        GraphBuilder g = GraphBuilder.named("Net");
        Wire x = g.input("x", 4);
        for (int i = 0; i < 3; i++) {
            g.output(g.apply("use" + i, sum.with(Map.of("units", 5)), x));
        }
        GraphException refused = assertThrows(GraphException.class, g::build);
        assertEquals(3, refused.problems().size());
        String text = String.valueOf(refused.getMessage());
        assertTrue(text.startsWith("model 'Net' has a problem\n") && text.contains("in 2 other uses"), text);
    }

    @Test
    void bindingsOfARepetitionKnowItsNumber() {
        BlockBuilder b = BlockBuilder.named("dev.test.Dilated");
        b.attribute("depth", AttributeKind.INT);
        b.attribute("widths", AttributeKind.INT.list());
        b.input("x", FLOAT32, "...", "c");
        b.apply("stack", Repetition.of(BOUND, Layers.dense(BOUND)), "x")
                .bind("Repeat.value = depth, units = widths[index] + c");
        BlockDefinition dilated = b.output("stack").build();
        GraphBuilder g = GraphBuilder.named("Net");
        Wire stack =
                g.apply("tower", dilated.with(Map.of("depth", 3, "widths", List.of(8, 16, 32))), g.input("x", 5, 4));
        Graph graph = g.output(stack).build();

        assertEquals(List.of("tower/stack/0", "tower/stack/1", "tower/stack/2"), names(graph));
        assertEquals("(5, 36)", graph.outputs().get(0).type().toString());
    }

    @Test
    void aBindingThatCannotBeComputedIsAnError() {
        GraphBuilder g = GraphBuilder.named("Net");
        BlockBuilder b = ofUnits("Halves").input("x", FLOAT32, "n");
        b.apply("half", Layers.dense(BOUND), "x").bind("units = units / 2");
        BlockDefinition halves = b.output("half").build();
        g.output(g.apply("unit", halves.with(Map.of("units", 5)), g.input("x", 4)));

        String message = assertThrows(GraphException.class, g::build).getMessage();
        assertTrue(
                message.contains("[plumb/bad-binding] @Bind of Dense 'half': column 15: 5 / 2 is no whole number"),
                message);
    }

    @Test
    void modelsOfBlocksAndModelsTravelAsTrees() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire image = g.input("image", 8, 8, 16);
        Wire first = g.apply("stage", Repetition.of(2, RESIDUAL_UNIT.with(Map.of("filters", 16))), image);
        GraphBuilder h = GraphBuilder.named("Inner");
        Graph inner = h.output(h.apply("unit", RESIDUAL_UNIT.with(Map.of("filters", 16)), h.input("x", 8, 8, 16)))
                .build();
        Wire nested = g.applyFrozen("nested", ModelLayer.of(inner), first);
        Graph graph = g.output(g.applyAgain("again", nested, nested)).build();

        Map<String, Object> tree = DraftTree.of(graph.draft());
        assertEquals(graph.draft(), DraftTree.read(tree));
        assertEquals(tree, DraftTree.of(DraftTree.read(tree)));
        assertEquals(RESIDUAL_UNIT, DraftTree.readBlock(DraftTree.of(RESIDUAL_UNIT)));
    }

    @Test
    void whatIsWrongWithABlockWhereverItIsUsedIsSaidWhenItIsMade() {
        BlockBuilder unbound = ofUnits("Unbound").input("x", FLOAT32, "n");
        unbound.apply("out", Layers.dense(BOUND), "x");
        assertTrue(
                refused(unbound.output("out"))
                        .contains(
                                "'units' of Dense 'out': it is BOUND, and no @Bind says to what: @Bind(\"units = …\")"),
                () -> refused(unbound));

        BlockBuilder twice = ofUnits("Twice").input("x", FLOAT32, "n");
        twice.apply("out", Layers.dense(BOUND), "x").bind("units", "units = n");
        assertTrue(refused(twice.output("out")).contains("column 1: 'units' is bound twice"), () -> refused(twice));

        BlockBuilder unknown = ofUnits("Unknown").input("x", FLOAT32, "n");
        unknown.apply("out", Layers.dense(BOUND), "x").bind("units = unit + index");
        assertTrue(
                refused(unknown.output("out"))
                        .contains("column 9: 'unit' is no name here, did you mean 'units'?; known are n, units"),
                () -> refused(unknown));

        BlockBuilder kind =
                ofUnits("Kind").attribute("bias", AttributeKind.BOOLEAN, true).input("x", FLOAT32, "n");
        kind.apply("out", Layers.dense(BOUND), "x").bind("units = bias");
        assertTrue(
                refused(kind.output("out")).contains("'units' takes int, and 'bias' is boolean"), () -> refused(kind));

        BlockBuilder constant =
                ofUnits("Constant").attribute("activation", AttributeKind.of(ActivationFunction.class), "RELU");
        constant.input("x", FLOAT32, "n");
        constant.apply("out", Layers.dense(BOUND), "x").bind("units").when("activation == RELUU and units > 1");
        assertTrue(
                refused(constant.output("out"))
                        .contains("column 15: 'activation' has no constant 'RELUU', did you mean 'RELU' or"),
                () -> refused(constant));

        BlockBuilder wires = ofUnits("Wires").input("x", FLOAT32, "n + k");
        wires.apply("out", Layers.dense(BOUND), "y").bind("units");
        String message = refused(wires.output("out"));
        assertTrue(message.contains("unknown-wire"), message);
        assertTrue(message.contains("computed from names before it: 'n' is none"), message);
    }

    @Test
    void aRepetitionInAModelKnowsItsNumberToo() {
        GraphBuilder g = GraphBuilder.named("Net");
        Wire stack =
                g.apply("stack", Repetition.of(3, Layers.dense(BOUND)).bind("units = 8 * 2 ^ index"), g.input("x", 4));
        Graph graph = g.output(stack).build();

        assertEquals("(32)", graph.outputs().get(0).type().toString());
        assertEquals(graph.draft(), DraftTree.read(DraftTree.of(graph.draft())));
        String message = assertThrows(IllegalArgumentException.class, () -> Repetition.of(3, Layers.dense(8))
                        .bind("units = width"))
                .getMessage();
        assertEquals(
                "@Bind(\"units = width\") of Dense(units = 8): column 9: 'width' is no name here; known are index",
                message);
    }
}
