package dev.plumb.graph.build;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The functional API: wires that know where they belong, what they are, and which line made them. */
final class GraphBuilderTest {
    @Test
    void aWireKnowsItsTypeAsSoonAsItExists() {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire x = g.input("x", 20);
        Wire hidden = g.apply("hidden", Layers.dense(64).activation(RELU), x);
        assertEquals(TensorType.floats(64), hidden.type());
        assertEquals("hidden (64)", hidden.toString());
        assertEquals("x (20)", x.toString());
        assertEquals(
                "ids (time) int32", g.input("ids", Shape.parse("time"), INT32).toString());
    }

    @Test
    void anotherOutputOfALayerIsPickedByItsName() {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire lstm = g.apply("lstm", Layers.lstm(8).returnState(true), g.input("x", 5, 3));
        assertEquals("lstm.cell (8)", lstm.output("cell").toString());
        assertEquals("lstm", lstm.output("cell").output("output").name());
        assertEquals(
                "'lstm' has no output 'stat', did you mean 'state'?: it has output, state, cell",
                assertThrows(IllegalArgumentException.class, () -> lstm.output("stat"))
                        .getMessage());
        assertEquals(
                "'x' has no output 'state': it is an input",
                assertThrows(IllegalArgumentException.class, () -> g.wire("x").output("state"))
                        .getMessage());
    }

    @Test
    void aPickedOutputIsReturnedUnderItsName() {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire lstm = g.apply("lstm", Layers.lstm(8).returnState(true), g.input("x", 5, 3));
        Graph graph = g.output(lstm).output(lstm.output("cell")).build();
        assertEquals(
                List.of("lstm", "lstm.cell"),
                graph.outputs().stream().map(Graph.Output::name).toList());
        assertEquals(new TensorName("lstm", "cell"), graph.outputs().get(1).wire());
        assertEquals(TensorType.floats(8), graph.outputs().get(1).type());
    }

    @Test
    void aWireOfAnotherGraphIsAnErrorThatNamesBoth() {
        GraphBuilder one = GraphBuilder.named("One");
        GraphBuilder other = GraphBuilder.named("Other");
        Wire x = one.input("x", 4);
        other.input("x", 4);
        String taken = "graph 'Other' takes 'x' of graph 'One': a wire belongs to the graph that it was made in";
        assertEquals(
                "'hidden' of " + taken,
                assertThrows(IllegalArgumentException.class, () -> other.apply("hidden", Layers.dense(4), x))
                        .getMessage());
        assertEquals(
                "an output of " + taken,
                assertThrows(IllegalArgumentException.class, () -> other.output(x))
                        .getMessage());
    }

    @Test
    void aProblemNamesTheLineOfItsLayer() {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire x = g.input("x", 4);
        StackTraceElement here = new Throwable().getStackTrace()[0];
        Wire wrong = g.apply("wrong", Layers.dense(0), x);
        g.output(g.apply("classes", Layers.dense(10).activation(SOFTMAX), wrong));
        GraphException refused = assertThrows(GraphException.class, g::build);
        String line = GraphBuilderTest.class.getName() + ".aProblemNamesTheLineOfItsLayer(GraphBuilderTest.java:"
                + (here.getLineNumber() + 1) + ")";
        assertEquals(
                List.of(
                        "model 'Model' has a problem",
                        "[plumb/bad-attribute] Dense 'wrong' has units = 0: must be at least 1",
                        "  at   " + line,
                        "  see  docs/errors/bad-attribute.md"),
                refused.getMessage().lines().toList());
        assertEquals(List.of(), refused.problems().get(0).evidence()); // as the compiler would report it
    }

    @Test
    void whereALayerDoesNotFitItsWireSaysWhyItHasNoType() {
        GraphBuilder g = GraphBuilder.named("Model");
        g.input("unused", 3);
        Wire flat = g.apply("flat", Layers.conv2D(8, 3), g.input("x", 20));
        Wire after = g.apply("after", Layers.dense(4), flat);
        assertEquals("after", after.toString());
        List<Problem> problems = assertThrows(GraphException.class, after::type).problems();
        assertEquals(1, problems.size());
        assertEquals(
                "[plumb/rank-mismatch] Conv2D 'flat' needs an input of rank 3 (height, width, channels): 'x' has rank 1, (20)",
                problems.get(0).firstLine());
    }

    @Test
    void aWireIsFoundByName() {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire hidden = g.apply("hidden", Layers.dense(4), g.input("x", 4));
        assertEquals(hidden, g.wire("hidden"));
        assertEquals(
                "graph 'Model' has no 'hiden' yet, did you mean 'hidden'?",
                assertThrows(IllegalArgumentException.class, () -> g.wire("hiden"))
                        .getMessage());
    }

    @Test
    void aStraightLineIsAddedToLayerByLayer() {
        SequentialBuilder line = SequentialBuilder.named("Line", 8, 3)
                .add(Layers.conv1D(4, 3))
                .add(Layers.globalMaxPooling1D())
                .add(Layers.dense(4))
                .add(Layers.dense(4))
                .add("classes", Layers.dense(2).activation(SOFTMAX));
        assertEquals("classes (2)", line.last().toString());
        Graph graph = line.build();
        assertEquals(
                List.of("conv1d", "global_max_pooling1d", "dense", "dense_1", "classes"),
                graph.nodes().stream().map(node -> node.name()).toList());
        assertEquals("classes", graph.outputs().get(0).name());
    }
}
