package dev.plumb.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.EagerTape;
import dev.plumb.compile.Threads;
import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.engine.eager.EagerRecorder;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.OpCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import dev.plumb.runtime.GradientCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each method, and random programs of them: values and gradients are those of JAX, and the gradients are slopes. */
class JaxParityTest {

    /** What a small step changes by a jump, or whose gradient is not its slope on purpose. */
    private static final Set<String> NO_SLOPES = Set.of(
            "stopGradient",
            "withGradient",
            "argSort of equals",
            "topK indices",
            "argMin",
            "argMax",
            "logSumExp of large numbers",
            "expm1",
            "log1p",
            "sin",
            "cos",
            "pow of a negative base");

    static Stream<OpCase> methods() {
        return OpCase.methods().stream();
    }

    @ParameterizedTest
    @MethodSource
    void methods(OpCase method) {
        assertAgrees(method, VarMethods.of(method.name()), Agreement::assertAgrees);
    }

    /** Some thousands: those that differ are listed together. */
    @Test
    void programsOnPlansAndAsTheyAreCalled() {
        List<OpCase> programs = OpCase.programs();
        assertTrue(programs.size() >= 2000, programs.size() + " programs");
        List<String> different = new ArrayList<>();
        try (EagerPrograms eager = new EagerPrograms()) {
            for (OpCase program : programs) {
                Function<List<Var>, Var> function = operands -> RandomPrograms.run(program.steps(), operands);
                try {
                    assertAgrees(program, function, JaxParityTest::assertAgreesAfterManySteps);
                    eager.run(program, function, JaxParityTest::assertAgreesAfterManySteps);
                } catch (AssertionError | RuntimeException e) {
                    different.add(program.name() + " " + program.steps() + ": " + e.getMessage());
                }
            }
        }
        assertEquals("", String.join("\n", different));
    }

    /** Executes programs op by op; each op is prepared once for all of them. */
    private static final class EagerPrograms implements AutoCloseable {
        private final EagerKernels kernels = EagerTape.kernels(new Threads());

        void run(OpCase expected, Function<List<Var>, Var> function, Comparison comparison) {
            try (EagerRecorder recorder = new EagerRecorder(kernels)) {
                List<Var> operands = expected.operands().stream()
                        .map(operand -> recorder.array(type(operand), operand.floats()))
                        .toList();
                Var result = function.apply(operands);
                List<Var> gradients = Gradients.of(result.sum(), operands);
                Agreement.assertAgrees(expected.result().floats(), recorder.floats(result), "result op by op");
                for (int index = 0; index < gradients.size(); index++) {
                    comparison.check(
                            expected.gradients().get(index).floats(),
                            recorder.floats(gradients.get(index)),
                            "gradient " + index + " op by op");
                }
            }
        }

        @Override
        public void close() {
            kernels.close();
        }
    }

    static Stream<OpCase> smooth() {
        return methods().filter(method -> !NO_SLOPES.contains(method.name()));
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void gradientsAreSlopes(OpCase method) {
        INDArray[] arrays = method.operands().stream().map(JaxParityTest::array).toArray(INDArray[]::new);
        GradientCheck.of(VarMethods.of(method.name()), arrays).require(3e-3);
    }

    @Test
    void eachMethodOfTheTableIsRecorded() {
        Set<String> recorded = new HashSet<>();
        methods().forEach(method -> recorded.add(method.name()));
        assertEquals(recorded, VarMethods.TABLE.keySet());
    }

    private static INDArray array(Tensor tensor) {
        return tensor.dtype() == DType.INT32
                ? Nd4j.create(tensor.floats(), tensor.shape(), 'c').castTo(DataType.INT32)
                : Nd4j.create(tensor.floats(), tensor.shape(), 'c');
    }

    private interface Comparison {
        void check(float[] expected, float[] actual, String what);
    }

    /**
     * Each step rounds, and gradients go through all of them twice: small elements inherit what was lost of large ones. So the largest
     * is the measure, and twice of what a single op is held to.
     */
    private static void assertAgreesAfterManySteps(float[] expected, float[] actual, String what) {
        float largest = 1;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertArrayEquals(expected, actual, 2e-5f * largest, what);
    }

    private static void assertAgrees(OpCase expected, Function<List<Var>, Var> function, Comparison comparison) {
        for (boolean optimized : new boolean[] {false, true}) {
            Trace trace = new Trace();
            List<Var> operands = new ArrayList<>();
            for (Tensor operand : expected.operands()) {
                operands.add(trace.input("operand" + operands.size(), type(operand)));
            }
            Var result = function.apply(operands);
            Var loss = expected.upstream()
                    .map(upstream -> result.times(trace.constant(result.type(), Literal.of(upstream.floats()))))
                    .orElse(result)
                    .sum();
            List<Var> gradients = Gradients.of(
                    loss,
                    operands.stream()
                            .filter(operand -> operand.type().dtype() == DType.FLOAT32)
                            .toList());
            trace.output("result", result);
            gradients.forEach(gradient -> trace.output("gradient", gradient));
            Plan plan = Runs.prepare(optimized ? Passes.optimize(trace.finish()) : trace.finish(), Bindings.none());
            for (int index = 0; index < operands.size(); index++) {
                Tensor operand = expected.operands().get(index);
                if (operand.dtype() == DType.INT32) {
                    plan.slot(operands.get(index)).write(operand.ints());
                } else {
                    plan.slot(operands.get(index)).write(operand.floats());
                }
            }
            plan.run();
            assertEquals(type(expected.result()), result.type());
            Agreement.assertAgrees(
                    expected.result().floats(), plan.output(result).toFloats(), "result");
            for (int index = 0; index < gradients.size(); index++) {
                comparison.check(
                        expected.gradients().get(index).floats(),
                        plan.output(gradients.get(index)).toFloats(),
                        "gradient " + index);
            }
            plan.close();
        }
    }

    private static ArrayType type(Tensor tensor) {
        return new ArrayType(
                tensor.dtype(),
                Arrays.stream(tensor.shape()).mapToObj(Math::toIntExact).toList());
    }
}
