package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import org.junit.jupiter.api.Test;

/** In training an attention drops weights of its mean, each with the stated probability, and scales those that stay. */
final class AttentionDropoutTest {
    private static final int BATCH = 200;
    private static final int STEPS = 8;

    /** All scores are equal and all values 1, so an output is the share of the weights that stay, scaled. */
    private static float[] shares(double rate, boolean training) {
        Graph graph = SequentialBuilder.named("Attention", STEPS, 1)
                .add(Layers.multiHeadAttention(1, 1).dropout(rate))
                .build();
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, BATCH, training);
        trace.output("shares", traced.prediction(graph.outputs().get(0)).value());
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        traced.weights().forEach((path, weight) -> {
            boolean one = path.endsWith("value/bias") || path.endsWith("attention_output/kernel");
            Runs.weight(plan, path).write(one ? 1f : 0f);
        });
        if (training) {
            plan.slot(traced.dropoutSeed().orElseThrow()).write(5);
        }
        plan.run();
        return Runs.output(plan, "shares").toFloats();
    }

    @Test
    void dropsInTrainingOnly() {
        for (float share : shares(0.25, false)) {
            assertEquals(1, share, 1e-6);
        }
        float[] shares = shares(0.25, true);
        double mean = 0;
        double squares = 0;
        for (float share : shares) {
            mean += share / (double) shares.length;
            squares += (share - 1) * (share - 1) / (double) shares.length;
            double kept = share * 0.75 * STEPS;
            assertEquals(Math.rint(kept), kept, 1e-4, "a whole number of weights stays");
        }
        // Each share is the mean of 8 draws of 0 or 4/3: mean 1, variance (1/3) / 8.
        assertEquals(1, mean, 5 * Math.sqrt(1 / 24.0 / shares.length));
        assertEquals(1 / 24.0, squares, 5e-3);
        assertEquals(BATCH * STEPS, shares.length);
    }
}
