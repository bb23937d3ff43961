package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sparsemax by its definition, the nearest point of the probability simplex (Martins and Astudillo 2016): Keras 3.15 differs from it
 * where several elements share the probability, see the fixtures' script.
 */
final class SparsemaxTest {
    private static final int CLASSES = 6;

    @Test
    void isTheProjectionOntoTheSimplex() {
        float[] x = {
            1.9f, 1.95f, -0.65f, 2.74f, 2.84f, -7.1f, //
            0, 0, 0, 0, 0, 0, //
            1, 1, 0.5f, 1, -2, 0, //
            -30, 9, -12.5f, 20, -7.75f, 12.25f
        };
        float[] p = run(x, new float[x.length])[0];
        for (int row = 0; row < x.length / CLASSES; row++) {
            assertArrayEquals(projected(x, row), slice(p, row), 1e-6f, "row " + row);
        }
    }

    /** On the support S the Jacobian is the identity minus 1/|S|, elsewhere 0. */
    @Test
    void itsGradientIsTheUpstreamMinusItsMeanOverTheSupport() {
        Random random = new Random(3);
        float[] x = new float[4 * CLASSES];
        float[] upstream = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
            upstream[i] = (float) random.nextGaussian();
        }
        float[] gradient = run(x, upstream)[1];
        for (int row = 0; row < 4; row++) {
            float[] p = projected(x, row);
            double mean = 0;
            int support = 0;
            for (int i = 0; i < CLASSES; i++) {
                if (p[i] > 0) {
                    mean += upstream[row * CLASSES + i];
                    support++;
                }
            }
            float[] expected = new float[CLASSES];
            for (int i = 0; i < CLASSES; i++) {
                expected[i] = p[i] > 0 ? (float) (upstream[row * CLASSES + i] - mean / support) : 0;
            }
            assertArrayEquals(expected, slice(gradient, row), 1e-5f, "row " + row);
        }
    }

    /** The threshold by bisection: where the sum of what exceeds it is 1. */
    private static float[] projected(float[] x, int row) {
        double low = -100;
        double high = 100;
        for (int i = 0; i < 200; i++) {
            double threshold = (low + high) / 2;
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.max(x[row * CLASSES + k] - threshold, 0);
            }
            if (sum > 1) {
                low = threshold;
            } else {
                high = threshold;
            }
        }
        float[] p = new float[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            p[k] = (float) Math.max(x[row * CLASSES + k] - low, 0);
        }
        return p;
    }

    private static float[] slice(float[] values, int row) {
        return java.util.Arrays.copyOfRange(values, row * CLASSES, (row + 1) * CLASSES);
    }

    private static float[][] run(float[] x, float[] upstream) {
        var graph = SequentialBuilder.named("Sparsemax", CLASSES)
                .add(Layers.activation(ActivationFunction.SPARSEMAX))
                .build();
        int batch = x.length / CLASSES;
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, true);
        Var p = traced.prediction(graph.outputs().get(0)).value();
        Var input = trace.variable(0);
        Var weights = trace.input("upstream", ArrayType.float32(batch, CLASSES));
        trace.output("p", p);
        trace.output(
                "gradient", Gradients.of(p.times(weights).sum(), List.of(input)).get(0));
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        Runs.input(plan, "input").write(x);
        Runs.input(plan, "upstream").write(upstream);
        plan.run();
        return new float[][] {
            Runs.output(plan, "p").toFloats(), Runs.output(plan, "gradient").toFloats()
        };
    }
}
