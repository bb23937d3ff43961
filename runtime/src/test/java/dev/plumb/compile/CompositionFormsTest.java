package dev.plumb.compile;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.DType.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.BlockBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.spec.LayerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However a network is put together, the same runs. */
final class CompositionFormsTest {
    private static final LayerSpec WIDE = Layers.dense(32).activation(RELU);

    private static Graph headed(GraphBuilder g, Wire features) {
        return g.output(
                        g.apply("classes", Layers.dense(5).activation(SOFTMAX), features),
                        LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY)
                .build();
    }

    private static Graph flat() {
        GraphBuilder g = GraphBuilder.named("Net");
        return headed(g, g.apply("second", WIDE, g.apply("first", WIDE, g.input("x", 32))));
    }

    private static Graph of(LayerSpec both) {
        GraphBuilder g = GraphBuilder.named("Net");
        return headed(g, g.apply("both", both, g.input("x", 32)));
    }

    private static LayerSpec block() {
        BlockBuilder b = BlockBuilder.named("test.Both").input("x", FLOAT32, "n");
        b.apply("first", WIDE, "x");
        b.apply("second", WIDE, "first");
        BlockDefinition both = b.output("second").build();
        return both.with(Map.of());
    }

    private static LayerSpec nested() {
        GraphBuilder g = GraphBuilder.named("Both");
        return ModelLayer.of(g.output(g.apply("second", WIDE, g.apply("first", WIDE, g.input("x", 32))))
                .build());
    }

    /** What runs, by the names of the programs. */
    private static Map<String, List<String>> kernels(Graph graph) {
        Map<String, List<String>> kernels = new LinkedHashMap<>();
        GalleryPrograms.of(graph, 16).forEach((what, program) -> kernels.put(what, kernels(program)));
        return kernels;
    }

    private static List<String> kernels(Program program) {
        return Runs.prepare(program, Bindings.none().withChangingWeights()).kernels().stream()
                .map(kernel -> kernel.label() + " " + kernel.implementation())
                .toList();
    }

    @Test
    void everyFormHasTheSamePlanKernelForKernel() {
        Map<String, List<String>> flat = kernels(flat());
        assertTrue(flat.get("train").size() > 10, flat::toString);
        assertEquals(flat, kernels(of(Repetition.of(2, WIDE))));
        assertEquals(flat, kernels(of(block())));
        assertEquals(flat, kernels(of(nested())));
    }
}
