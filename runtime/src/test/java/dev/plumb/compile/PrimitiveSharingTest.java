package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.onednn.OneDnn;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.Graph;
import dev.plumb.weights.WeightStore;
import org.junit.jupiter.api.Test;

/** A primitive is prepared once for all that need the same, within a plan and between plans. */
final class PrimitiveSharingTest {

    @Test
    void anLstmOverManyStepsPreparesAboutAsManyPrimitivesAsOverTwo() {
        long two = prepared(OneDnn.create(), lstm(2));
        long many = prepared(OneDnn.create(), lstm(200));
        assertTrue(many <= two + 12, two + " for 2 steps, " + many + " for 200");
    }

    @Test
    void aSecondPlanOfTheSameSizesPreparesNothing() {
        OneDnn oneDnn = OneDnn.create();
        assertTrue(prepared(oneDnn, lstm(3)) > 0);
        assertEquals(0, prepared(oneDnn, lstm(3)));
    }

    private static Program lstm(int steps) {
        Graph graph = Gallery.recurrent(Layers.lstm(64), steps);
        return StepProgram.training(graph, GalleryPrograms.outputs(graph), WeightStore.initialized(graph, 1), 8)
                .program();
    }

    /** How many primitives a plan needs that were not there. */
    private static long prepared(OneDnn oneDnn, Program program) {
        long before = oneDnn.primitivesPrepared();
        Plan plan = Plan.prepare(program, Bindings.none().withChangingWeights(), KernelProviders.of(oneDnn));
        plan.run();
        return oneDnn.primitivesPrepared() - before;
    }
}
