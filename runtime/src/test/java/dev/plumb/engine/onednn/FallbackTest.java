package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What oneDNN fuses only in its reference implementation is done another way, with the same numbers. */
class FallbackTest {

    private final Runs.Array full = Runs.random(1, 6, 5, 40);
    private final Runs.Array other = Runs.random(2, 6, 5, 40);
    private final Runs.Array middle = Runs.random(3, 6, 1, 40);
    private final Runs.Array ends = Runs.random(4, 1, 5, 1);
    private final Runs.Array rows = Runs.random(5, 6, 1, 1);

    @Test
    void operandsOfThreeAxisGroupsInAnEpilogue() {
        assertSame(v -> v.get(0).times(v.get(1)).plus(v.get(2)).tanh().minus(v.get(3)), full, other, middle, ends);
    }

    @Test
    void oneNumberForEachRow() {
        assertSame(v -> v.get(0).minus(v.get(1)).times(v.get(1)).dividedBy(v.get(2)), full, rows, other);
        assertSame(v -> v.get(1).minus(v.get(0)).exp().times(v.get(1)), full, rows);
    }

    @Test
    void aFunctionAndThenAProduct() {
        assertSame(v -> v.get(0).tanh().times(v.get(1)), full, other);
        assertSame(v -> v.get(0).logistic().times(v.get(1)).plus(v.get(2)), full, middle, ends);
    }

    @Test
    void aSmallOperandDividedByALargeOne() {
        assertSame(v -> v.get(1).dividedBy(v.get(0)).plus(v.get(2)).relu(), full, ends, middle);
    }

    @Test
    void aProductWithAnEpilogueOfManyShapes() {
        Runs.Array weights = Runs.random(6, 40, 40);
        Runs.Array bias = Runs.random(7, 40);
        assertSame(
                v -> v.get(0)
                        .matmul(v.get(1))
                        .plus(v.get(2))
                        .tanh()
                        .times(v.get(3))
                        .plus(v.get(4))
                        .relu(0.1f),
                full,
                weights,
                bias,
                middle,
                rows);
    }

    @Test
    void theGradientOfASoftmaxAlongAnInnerAxis() {
        assertSame(
                v -> Gradients.of(v.get(0).softmax(1).times(v.get(1)).sum(), List.of(v.get(0)))
                        .get(0),
                full,
                other);
    }

    /** With everything fused and with nothing fused; and neither with a reference implementation. */
    private static void assertSame(Function<List<Var>, Var> function, Runs.Array... operands) {
        Trace trace = new Trace();
        trace.output("result", function.apply(Runs.inputs(trace, operands)));
        Plan fused = Runs.plan(trace.finish(), true, operands);
        Plan plain = Runs.plan(trace.finish(), false, operands);
        fused.run();
        plain.run();
        assertArrayEquals(
                Runs.output(plain, "result").toFloats(),
                Runs.output(fused, "result").toFloats(),
                1e-5f);
        for (Plan plan : List.of(fused, plain)) {
            for (Kernel kernel : plan.kernels()) {
                assertEquals(false, References.isReference(kernel.implementation()), kernel.label());
            }
        }
    }
}
