package dev.plumb.compile;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.layer.LayerCode;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.MatMul;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a layer multiplies, and what its gradients multiply, belongs to it: also where its code is a user's, with other layers in it. */
final class NarrowLayersTest {
    private static final LayerCode CODE = (context, in) -> {
        Var product = in.get(0).matmul(context.weight("kernel", List.of(8, 6), Initializer.GLOROT_UNIFORM));
        return context.layer("inner", Layers.dense(4)).call(product);
    };

    private static Graph graph() {
        CodeLayer code = CodeBuilder.named("demo.Own")
                .signature("(8) -> (4)")
                .code(values -> CODE)
                .with(Map.of());
        GraphBuilder g = GraphBuilder.named("Line");
        Wire first = g.apply("first", Layers.dense(8).activation(RELU), g.input("x", 5));
        Wire own = g.apply("own", code, first);
        Graph graph = g.output(g.apply("owner", Layers.dense(1), own), LossFunction.MEAN_SQUARED_ERROR)
                .build();
        return CodeWeights.declared(graph);
    }

    private static void assertProducts(int narrow, int wide, Set<String> layers) {
        Program program = GalleryPrograms.of(graph(), 16, layers).get("train");
        List<Boolean> products = products(program).toList();
        assertEquals(narrow, products.stream().filter(isNarrow -> isNarrow).count(), "in bfloat16 of " + layers);
        assertEquals(narrow + wide, products.size());
    }

    @Test
    void eachLayerHasItsProductsAndThoseOfItsGradients() {
        assertProducts(0, 2 + 3 * 3, Set.of());
        // Nobody asks for the gradient of the input.
        assertProducts(2, 3 * 3, Set.of("first"));
        // "owner" is another layer.
        assertProducts(2 * 3, 2 + 3, Set.of("own"));
        assertProducts(2 + 3 * 3, 0, Set.of("first", "own", "owner"));
    }

    @Test
    void theStepsOfARecurrentLayerBelongToIt() {
        GraphBuilder g = GraphBuilder.named("Steps");
        Wire steps = g.apply("steps", Layers.simpleRNN(6), g.input("x", 7, 5));
        Graph graph = g.output(g.apply("owner", Layers.dense(1), steps), LossFunction.MEAN_SQUARED_ERROR)
                .build();
        for (Set<String> layers : List.of(Set.of("steps"), Set.of("owner"))) {
            Program program = GalleryPrograms.of(graph, 16, layers).get("train");
            List<Boolean> inLoops = program.instructions().stream()
                    .filter(instruction -> instruction.op() instanceof Loop)
                    .map(instruction -> LoopProgram.of(((Loop) instruction.op()).body()))
                    .flatMap(NarrowLayersTest::products)
                    .toList();
            // One product forwards, one back.
            assertEquals(List.of(layers.contains("steps"), layers.contains("steps")), inLoops);
        }
    }

    @Test
    void wholeNumbersAreForTheWayForwards() {
        GraphBuilder g = GraphBuilder.named("Wide");
        Wire first = g.apply("first", Layers.dense(512).activation(RELU), g.input("x", 512));
        Graph graph = g.output(g.apply("owner", Layers.dense(512), first)).build();
        for (Set<String> layers : List.of(Set.of("first"), Set.of("first", "owner"))) {
            Sizes sizes =
                    new Sizes(3, Map.of(), 1, Optional.empty(), Scoring.STATED, new LayerPrecisions(Set.of(), layers));
            assertEquals(
                    layers.size(),
                    products(PredictProgram.of(graph, sizes).program())
                            .filter(isNarrow -> isNarrow)
                            .count());
            // Of the first layer forwards, which says where its ReLU has a slope, and of both back.
            assertEquals(
                    List.of(true, false, false),
                    products(PredictProgram.gradient(graph, TensorName.of("x"), sizes)
                                    .program())
                            .toList());
        }
    }

    /** Of each product, whether it is of bfloat16. */
    private static Stream<Boolean> products(Program program) {
        return program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof MatMul
                        || (instruction.op() instanceof Fused fused && fused.base() instanceof MatMul))
                .map(product -> program.value(product.inputs().get(0)).type().narrow());
    }
}
