package dev.plumb.graph.compose;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Padding.SAME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.compose.BlockDefinition.BlockAttribute;
import dev.plumb.graph.compose.BlockDefinition.Kind;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final BlockDefinition RESIDUAL_UNIT = new BlockDefinition(
            "dev.test.ResidualUnit",
            List.of(
                    new BlockAttribute("filters", new Kind("int", false, List.of()), Optional.empty()),
                    new BlockAttribute("stride", new Kind("int", false, List.of()), Optional.of(1)),
                    new BlockAttribute(
                            "activation",
                            new Kind(
                                    ActivationFunction.class.getName(),
                                    false,
                                    Stream.of(ActivationFunction.values())
                                            .map(Enum::name)
                                            .toList()),
                            Optional.of("RELU"))),
            wiring(
                    List.of(input("x", "h", "w", "c")),
                    step("conv1", Layers.conv2D(1, 3).padding(SAME), "x").bind("filters, strides = stride"),
                    step("bn1", Layers.batchNormalization(), "conv1"),
                    step("act1", Layers.activation(RELU), "bn1").bind("value = activation"),
                    step("conv2", Layers.conv2D(1, 3).padding(SAME), "act1").bind("filters"),
                    step("shortcut", Layers.conv2D(1, 1), "x")
                            .bind("filters, strides = stride")
                            .when("c != filters or stride > 1"),
                    step("out", Layers.add(), "conv2", "shortcut")));

    private record Written(Draft.Step step) {
        Written bind(String... bindings) {
            return new Written(step.withTerms(
                    new Draft.Terms("", false, List.of(bindings), step.terms().when())));
        }

        Written when(String condition) {
            return new Written(
                    step.withTerms(new Draft.Terms("", false, step.terms().bindings(), condition)));
        }
    }

    private static Draft.Input input(String name, String... axes) {
        return new Draft.Input(name, TensorType.of(Shape.parse(axes), DType.FLOAT32), TensorKind.TENSOR);
    }

    private static Written step(String name, LayerSpec layer, String... from) {
        return new Written(new Draft.Step(
                name,
                Optional.of(layer),
                Arrays.stream(from)
                        .map(wire -> new Draft.Source(TensorName.of(wire), TensorKind.TENSOR))
                        .toList(),
                TensorKind.TENSOR));
    }

    /** The last step is the output. */
    private static Draft wiring(List<Draft.Input> inputs, Written... steps) {
        List<Draft.Step> all = Arrays.stream(steps).map(Written::step).toList();
        return new Draft(
                "Wiring",
                inputs,
                all,
                List.of(new Draft.Output(all.get(all.size() - 1).name(), Optional.empty(), List.of())));
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
        BlockDefinition wrong = new BlockDefinition(
                "dev.test.Wrong",
                List.of(new BlockAttribute("units", new Kind("int", false, List.of()), Optional.empty())),
                wiring(
                        List.of(input("x", "n")),
                        step("wide", Layers.dense(1), "x").bind("units = 2 * units"),
                        step("out", Layers.add(), "wide", "x")));
        GraphBuilder g = GraphBuilder.named("Net");
        g.output(g.apply("unit", wrong.with(Map.of("units", 4)), g.input("x", 4)));

        String message = assertThrows(GraphException.class, g::build).getMessage();
        assertTrue(message.contains("Add 'out' needs inputs of one shape: 'wide' is (8), 'x' is (4)"), message);
        assertTrue(message.contains("'unit', Wrong(units = 4)"), message);
    }

    @Test
    void bindingsOfARepetitionKnowItsNumber() {
        BlockDefinition dilated = new BlockDefinition(
                "dev.test.Dilated",
                List.of(
                        new BlockAttribute("depth", new Kind("int", false, List.of()), Optional.empty()),
                        new BlockAttribute("widths", new Kind("int", true, List.of()), Optional.empty())),
                wiring(
                        List.of(input("x", "...", "c")),
                        step("stack", Repetition.of(1, Layers.dense(1)), "x")
                                .bind("Repeat.value = depth, units = widths[index] + c")));
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
        BlockDefinition halves = new BlockDefinition(
                "dev.test.Halves",
                List.of(new BlockAttribute("units", new Kind("int", false, List.of()), Optional.empty())),
                wiring(
                        List.of(input("x", "n")),
                        step("half", Layers.dense(1), "x").bind("units = units / 2")));
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
}
