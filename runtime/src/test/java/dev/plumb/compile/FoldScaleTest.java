package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.FoldScale;
import dev.plumb.engine.pass.JoinProducts;
import dev.plumb.engine.pass.NarrowProducts;
import dev.plumb.engine.pass.Pass;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights that are scaled instead of results give the same, and leave nothing to do for each result. */
final class FoldScaleTest {
    private static final Convolution FILTER =
            new Convolution(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1), 1);
    private static final Convolution DEPTHWISE =
            new Convolution(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1), 4);

    private final Trace trace = new Trace();

    static Stream<BiFunction<Trace, Var, Var>> foldable() {
        return Stream.of(
                (trace, x) -> normalized(trace, x.apply(FILTER, trace.weight("w", ArrayType.float32(3, 3, 4, 8)))),
                (trace, x) -> normalized(trace, x.apply(DEPTHWISE, trace.weight("w", ArrayType.float32(3, 3, 1, 8)))),
                (trace, x) -> normalized(
                        trace,
                        x.apply(FILTER, trace.weight("w", ArrayType.float32(3, 3, 4, 8)))
                                .plus(trace.weight("b", ArrayType.float32(8)))),
                (trace, x) -> normalized(
                                trace, x.reshape(2 * 5 * 5, 4).matmul(trace.weight("w", ArrayType.float32(4, 8))))
                        .relu());
    }

    /** As batch normalization predicts. */
    private static Var normalized(Trace trace, Var x) {
        Var scale = trace.weight("gamma", ArrayType.float32(8))
                .dividedBy(trace.weight("variance", ArrayType.float32(8))
                        .square()
                        .plus(1e-3f)
                        .sqrt());
        return x.times(scale)
                .plus(trace.weight("beta", ArrayType.float32(8))
                        .minus(trace.weight("mean", ArrayType.float32(8)).times(scale)));
    }

    @ParameterizedTest
    @MethodSource("foldable")
    void aNormalizationGoesIntoTheWeights(BiFunction<Trace, Var, Var> model) {
        trace.output("y", model.apply(trace, trace.input("x", ArrayType.float32(2, 5, 5, 4))));
        Program program = trace.finish();
        Plan folded = filled(Passes.apply(Passes.forStableWeights(), program));
        assertEquals(1, folded.kernels().size(), () -> "kernels: " + folded.program());
        Plan plain = filled(Passes.optimize(program));
        assertArrayEquals(
                Runs.output(plain, "y").toFloats(), Runs.output(folded, "y").toFloats(), 2e-5f);
    }

    @ParameterizedTest
    @MethodSource("foldable")
    void weightsAreScaledBeforeTheyAreRounded(BiFunction<Trace, Var, Var> model) {
        trace.output("y", model.apply(trace, trace.input("x", ArrayType.float32(2, 5, 5, 4))));
        Program program = new NarrowProducts(index -> true).apply(trace.finish());
        Program folded = Passes.apply(Passes.forStableWeights(), program);
        Verifier.verify(folded);
        List<Kernel> kernels = filled(folded).kernels();
        assertEquals(kernels.get(0).label().startsWith("Narrow") ? 2 : 1, kernels.size(), () -> "kernels: " + folded);
    }

    @Test
    void aScaleThatFollowsFromTheInputStays() {
        Var x = trace.input("x", ArrayType.float32(2, 5, 5, 4));
        Var y = x.apply(FILTER, trace.weight("w", ArrayType.float32(3, 3, 4, 8)));
        trace.output("y", y.times(y.mean(0, 1, 2)));
        assertUnchanged();
    }

    @Test
    void aResultThatIsReadTwiceStays() {
        Var x = trace.input("x", ArrayType.float32(2, 5, 5, 4));
        Var y = x.apply(FILTER, trace.weight("w", ArrayType.float32(3, 3, 4, 8)));
        trace.output("y", y.times(trace.weight("gamma", ArrayType.float32(8))).plus(y));
        assertUnchanged();
    }

    @Test
    void manyWeightsForFewResultsAreNotCopied() {
        Var x = trace.input("x", ArrayType.float32(1, 600));
        trace.output(
                "y",
                x.matmul(trace.weight("w", ArrayType.float32(600, 600)))
                        .times(trace.weight("gamma", ArrayType.float32(600))));
        assertUnchanged();
    }

    private void assertUnchanged() {
        Program program = trace.finish();
        assertEquals(program.instructions(), new FoldScale().apply(program).instructions());
    }

    @Test
    void theOtherPassesStayInTheirOrder() {
        List<Pass> others = new ArrayList<>(Passes.forStableWeights());
        assertTrue(others.remove(new FoldScale()));
        assertTrue(others.remove(new JoinProducts()));
        assertEquals(Passes.standard(), others);
    }

    private static Plan filled(Program program) {
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard());
        RandomValues.fill(plan);
        plan.run();
        return plan;
    }
}
