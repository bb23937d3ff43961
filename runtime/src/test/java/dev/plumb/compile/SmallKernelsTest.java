package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.onednn.OneDnn;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.LayerNormalization;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Kernels of few numbers give what oneDNN gives, and are used for few numbers only. */
final class SmallKernelsTest {
    private static final List<KernelProvider> STANDARD = KernelProviders.standard();
    private static final List<KernelProvider> WITHOUT = KernelProviders.withoutSmallOnes(OneDnn.create());

    /** What follows a product in a layer. */
    enum Activation {
        NONE,
        RELU,
        SIGMOID,
        TANH,
        SOFTMAX;

        Var of(Var x) {
            return switch (this) {
                case NONE -> x;
                case RELU -> x.relu();
                case SIGMOID -> x.sigmoid();
                case TANH -> x.tanh();
                case SOFTMAX -> x.softmax(-1);
            };
        }
    }

    @Property(tries = 60)
    void aLayerGivesTheSame(
            @ForAll @IntRange(min = 1, max = 6) int examples,
            @ForAll @IntRange(min = 1, max = 70) int inner,
            @ForAll @IntRange(min = 1, max = 40) int units,
            @ForAll boolean hasBias,
            @ForAll Activation activation) {
        Program program = layer(examples, inner, units, hasBias, activation);
        float[] expected = outputs(program, WITHOUT, examples, inner, units);
        assertArrayEquals(expected, outputs(program, STANDARD, examples, inner, units), 1e-5f);
    }

    @Property(tries = 60)
    void aNormalizationGivesTheSame(
            @ForAll @IntRange(min = 1, max = 4) int examples, @ForAll @IntRange(min = 1, max = 300) int columns) {
        Program program = normalization(examples, columns);
        for (String output : List.of("normal", "mean", "variance")) {
            assertArrayEquals(
                    normalized(
                            program,
                            WITHOUT,
                            output,
                            Runs.random(1, examples, columns).numbers()),
                    normalized(
                            program,
                            STANDARD,
                            output,
                            Runs.random(1, examples, columns).numbers()),
                    1e-5f,
                    output);
        }
    }

    @Test
    void fewNumbersAreNormalizedInJava() {
        assertTrue(areJava(normalization(1, 256)));
        assertTrue(areJava(normalization(4, 256)));
        assertEquals(0, java(normalization(5, 256)));
    }

    @Test
    void aRowThatIsNotFiniteBecomesNotANumberAndOthersDoNot() {
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] normal = normalized(normalization(2, 3), STANDARD, "normal", 1, number, 2, 1, 2, 3);
            for (int i = 0; i < normal.length; i++) {
                assertEquals(i < 3, Float.isNaN(normal[i]), number + " gives " + normal[i] + " at " + i);
            }
        }
    }

    private static Program normalization(int examples, int columns) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(examples, columns));
        List<Var> results = x.applyAll(
                new LayerNormalization(1e-3f),
                trace.weight("scale", ArrayType.float32(columns)),
                trace.weight("shift", ArrayType.float32(columns)));
        trace.output("normal", results.get(0));
        trace.output("mean", results.get(1));
        trace.output("variance", results.get(2));
        return Passes.optimize(trace.finish());
    }

    private static float[] normalized(
            Program program, List<KernelProvider> providers, String output, float... numbers) {
        Plan plan = Plan.prepare(program, Bindings.none(), providers);
        Runs.input(plan, "x").write(numbers);
        int columns = Runs.weight(plan, "scale").type().elements();
        Runs.weight(plan, "scale").write(Runs.random(2, columns).numbers());
        Runs.weight(plan, "shift").write(Runs.random(3, columns).numbers());
        plan.run();
        float[] result = Runs.output(plan, output).toFloats();
        plan.close();
        return result;
    }

    @Test
    void aFewExamplesOfASmallLayerAreComputedInJava() {
        assertTrue(areJava(layer(1, 20, 128, true, Activation.RELU)));
        assertTrue(areJava(layer(4, 64, 10, true, Activation.SOFTMAX)));
        assertTrue(areJava(layer(2, 64, 1, true, Activation.SIGMOID)));
    }

    @Test
    void manyExamplesAndLargeLayersAreNot() {
        assertEquals(0, java(layer(5, 20, 128, true, Activation.RELU)));
        assertEquals(0, java(layer(1, 784, 256, true, Activation.RELU)));
    }

    @Test
    void weightsThatChangeAreTakenOver() {
        Program program = layer(1, 3, 2, false, Activation.NONE);
        Plan plan = Plan.prepare(program, Bindings.none(), STANDARD);
        Runs.input(plan, "x").write(1f, 2, 3);
        Runs.weight(plan, "matrix").write(1f, 0, 1, 0, 1, 0);
        plan.run();
        assertArrayEquals(new float[] {6, 0}, Runs.output(plan, "y").toFloats());
        Runs.weight(plan, "matrix").write(1f, 0, 1, 0, 1, 2);
        plan.weightsChanged();
        plan.run();
        assertArrayEquals(new float[] {6, 6}, Runs.output(plan, "y").toFloats());
    }

    @Test
    void notANumberStays() {
        for (Activation activation : Activation.values()) {
            Program program = layer(1, 2, 3, false, activation);
            Plan plan = Plan.prepare(program, Bindings.none(), STANDARD);
            Runs.input(plan, "x").write(1f, Float.NaN);
            Runs.weight(plan, "matrix").write(1f, 2, 3, 4, 5, 6);
            plan.run();
            for (float number : Runs.output(plan, "y").toFloats()) {
                assertTrue(Float.isNaN(number), activation + " gives " + number);
            }
        }
    }

    private static Program layer(int examples, int inner, int units, boolean hasBias, Activation activation) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(examples, inner));
        Var y = x.matmul(trace.weight("matrix", ArrayType.float32(inner, units)));
        if (hasBias) {
            y = y.plus(trace.weight("bias", ArrayType.float32(units)));
        }
        trace.output("y", activation.of(y));
        return Passes.optimize(trace.finish());
    }

    private static float[] outputs(
            Program program, List<KernelProvider> providers, int examples, int inner, int units) {
        Plan plan = Plan.prepare(program, Bindings.none(), providers);
        Runs.input(plan, "x").write(Runs.random(1, examples, inner).numbers());
        Runs.weight(plan, "matrix").write(Runs.random(2, inner, units).numbers());
        if (program.values().stream().anyMatch(value -> value.label().equals("bias"))) {
            Runs.weight(plan, "bias").write(Runs.random(3, units).numbers());
        }
        plan.run();
        float[] result = Runs.output(plan, "y").toFloats();
        plan.close();
        return result;
    }

    private static boolean areJava(Program program) {
        return java(program)
                == Plan.prepare(program, Bindings.none(), STANDARD).kernels().size();
    }

    private static long java(Program program) {
        return Plan.prepare(program, Bindings.none(), STANDARD).kernels().stream()
                .map(Kernel::implementation)
                .filter("java"::equals)
                .count();
    }
}
