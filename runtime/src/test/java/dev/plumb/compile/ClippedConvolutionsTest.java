package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.FusePostOps;
import dev.plumb.engine.pass.Pass;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clipping in a convolution gives the bits that it gives by itself, whatever comes in. */
final class ClippedConvolutionsTest {
    private static final ArrayType INPUT = ArrayType.float32(2, 6, 5, 3);

    private Plan fused;
    private Plan apart;

    /** Wide, each channel by itself, narrow with a sum: as in MobileNetV2. */
    @BeforeEach
    void prepare() {
        Trace trace = new Trace();
        Var x = trace.input("x", INPUT);
        Var wide = clipped(trace, filter(trace, "wide", x, 1, 3, 16), "wide", 16);
        Var each = clipped(trace, filter(trace, "each", wide, 16, 1, 16), "each", 16);
        Var narrow = filter(trace, "narrow", each, 1, 16, 3).plus(x);
        Var scaled = filter(trace, "scaled", narrow, 1, 3, 16).times(trace.weight("scale", ArrayType.float32(16)));
        trace.output("y", clipped(trace, scaled, "scaled", 16));
        Program program = trace.finish();
        List<Pass> without = new ArrayList<>(Passes.standard());
        assertTrue(without.remove(new FusePostOps()));
        fused = plan(Passes.optimize(program));
        apart = plan(Passes.apply(without, program));
    }

    private static Var filter(Trace trace, String name, Var x, int groups, int inner, int filters) {
        Convolution same = new Convolution(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1), groups);
        return x.apply(same, trace.weight(name, ArrayType.float32(3, 3, inner, filters)));
    }

    private static Var clipped(Trace trace, Var x, String name, int filters) {
        return x.plus(trace.weight(name + " bias", ArrayType.float32(filters))).clip(0, 0.75f);
    }

    private static Plan plan(Program program) {
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard());
        RandomValues.fill(plan);
        return plan;
    }

    @Test
    void itIsOneKernelForEach() {
        assertEquals(4, fused.kernels().size());
        assertTrue(apart.kernels().size() > 8);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0.5f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -3e38f})
    void inputsOfAllKinds(float number) {
        float[] numbers = Runs.input(fused, "x").toFloats();
        for (int index : new int[] {0, 40, numbers.length - 1}) {
            float[] changed = numbers.clone();
            changed[index] = number;
            assertSame(changed);
            // What was found in one run is forgotten in the next.
            assertSame(numbers);
        }
    }

    @Test
    void inputsOfWhichAllAreHuge() {
        float[] numbers = Runs.input(fused, "x").toFloats();
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] *= 3e38f;
        }
        assertSame(numbers);
    }

    @Test
    void aNumberThatIsNoneIsSeenBehindSeveralConvolutions() {
        float[] numbers = Runs.input(fused, "x").toFloats();
        numbers[0] = Float.NaN;
        float[] result = assertSame(numbers);
        assertTrue(Float.isNaN(result[0]));
        // The other image has none.
        assertTrue(!hasNaN(Arrays.copyOfRange(result, result.length / 2, result.length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide", "wide bias", "each", "each bias", "narrow", "scaled", "scale", "scaled bias"})
    void weightsToo(String name) {
        float[] numbers = Runs.input(fused, "x").toFloats();
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 3e38f}) {
            float before = weight(name, number);
            float[] result = assertSame(numbers);
            assertTrue(hasNaN(result) || !Float.isNaN(number), name + " is " + number);
            weight(name, before);
            assertTrue(!hasNaN(assertSame(numbers)));
        }
    }

    /** Sets one number of a weight, and gives what it was. */
    private float weight(String name, float number) {
        float before = 0;
        for (Plan plan : List.of(fused, apart)) {
            Slot slot = Runs.weight(plan, name);
            before = slot.floats().get(2);
            slot.floats().put(2, number);
            plan.weightsChanged();
        }
        return before;
    }

    private float[] assertSame(float[] numbers) {
        for (Plan plan : List.of(fused, apart)) {
            Runs.input(plan, "x").write(numbers);
            plan.run();
        }
        float[] expected = Runs.output(apart, "y").toFloats();
        float[] found = Runs.output(fused, "y").toFloats();
        assertArrayEquals(expected, found);
        return found;
    }

    private static boolean hasNaN(float[] numbers) {
        for (float number : numbers) {
            if (Float.isNaN(number)) {
                return true;
            }
        }
        return false;
    }
}
