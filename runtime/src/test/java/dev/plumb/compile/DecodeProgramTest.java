package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a step of attention is made of. */
final class DecodeProgramTest {

    @Test
    void queryKeyAndValueOfAStepAreOneProduct() {
        // The projections, the scores with the mask, what is found, the output.
        assertEquals(4, products(Layers.multiHeadAttention(4, 6).useCausalMask(true), 1));
        assertEquals(4, products(Layers.groupQueryAttention(6, 4, 2).useCausalMask(true), 1));
        assertEquals(
                4,
                products(
                        Layers.multiHeadAttention(2, 6)
                                .valueDim(5)
                                .useBias(false)
                                .useCausalMask(true),
                        1));
    }

    @Test
    void thoseOfSeveralStepsDoNotLieTogether() {
        assertEquals(6, products(Layers.multiHeadAttention(4, 6).useCausalMask(true), 2));
    }

    private static long products(LayerSpec attention, int steps) {
        GraphBuilder g = GraphBuilder.named("Rows");
        Wire rows = g.input("rows", Shape.parse("time", "24"), DType.FLOAT32);
        Graph graph = g.output(g.apply("out", attention, rows, rows)).build();
        DecodeProgram program =
                DecodeProgram.of(TimeAxis.of(graph, Map.of()), Map.of(), 1, steps, 32, LayerPrecisions.NONE);
        Plan plan = Runs.prepare(program.program(), Bindings.none());
        List<String> labels = plan.kernels().stream().map(Kernel::label).toList();
        return labels.stream().filter(label -> label.startsWith("MatMul")).count();
    }
}
