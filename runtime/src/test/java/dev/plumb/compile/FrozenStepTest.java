package dev.plumb.compile;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.MatMul;
import dev.plumb.weights.WeightStore;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is frozen has no backward pass: neither gradients of its weights, nor of what only leads to frozen layers. */
final class FrozenStepTest {
    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Deep");
        Wire wire = g.input("x", 8);
        for (int i = 0; i < 4; i++) {
            wire = g.apply("layer" + i, Layers.dense(8).activation(RELU), wire);
        }
        return g.output(g.apply("head", Layers.dense(2), wire), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static StepProgram step(Set<String> frozen) {
        Graph graph = graph().withFrozen(frozen);
        return StepProgram.training(graph, GalleryPrograms.outputs(graph), WeightStore.initialized(graph, 1), 4);
    }

    private static long products(StepProgram step) {
        return step.program().instructions().stream()
                .filter(instruction -> instruction.op() instanceof MatMul
                        || (instruction.op() instanceof Fused fused && fused.base() instanceof MatMul))
                .count();
    }

    @Test
    void theBackwardPassEndsAtTheLastFrozenLayer() {
        // forward 5; backward one product for each kernel, and one for each array but the first
        assertEquals(5 + 5 + 4, products(step(Set.of())));
        StepProgram head = step(Set.of("layer0", "layer1", "layer2", "layer3"));
        assertEquals(5 + 1, products(head));
        assertEquals(Set.of("head/kernel", "head/bias"), head.gradients().keySet());
        assertEquals(5 + 3 + 2, products(step(Set.of("layer0", "layer1"))));
    }

    @Test
    void aFrozenLayerBetweenOthersPassesGradientsOn() {
        StepProgram step = step(Set.of("layer2"));
        assertEquals(5 + 4 + 4, products(step));
        assertTrue(step.gradients().containsKey("layer0/kernel"));
    }
}
