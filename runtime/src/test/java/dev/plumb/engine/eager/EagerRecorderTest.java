package dev.plumb.engine.eager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.Gallery;
import dev.plumb.compile.GalleryPrograms;
import dev.plumb.compile.KernelProviders;
import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Value;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EagerRecorderTest {
    private static final EagerKernels KERNELS = kernels(64 << 20);

    private static EagerKernels kernels(long mostBytes) {
        return new EagerKernels(KernelProviders.standard(), program -> 1, mostBytes);
    }

    static Stream<Graph> models() {
        return Gallery.graphs().stream();
    }

    static Stream<LayerCase> layers() {
        return LayerCase.FILES.stream().flatMap(file -> LayerCase.read(file).stream());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelGivesWhatItsPlansGive(Graph graph) {
        GalleryPrograms.of(graph, 3).forEach((what, program) -> assertSame(graph.name() + ": " + what, program));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aLayerAndItsGradientsGiveWhatTheirPlanGives(LayerCase layer) {
        assertSame("layer", GalleryPrograms.differentiated(layer.model().graph(), 2));
    }

    private static void assertSame(String what, Program program) {
        Plan plan = Runs.prepare(program, Bindings.none().withChangingWeights());
        RandomValues.fill(plan);
        plan.run();
        try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
            Map<Integer, Var> values = replayed(program, tape);
            for (Program.Output output : program.outputs()) {
                Var value = values.get(output.id());
                String name = what + ": " + output.label();
                Slot planned = Runs.output(plan, output.label());
                if (value.type().dtype() == DType.FLOAT32) {
                    assertClose(planned.toFloats(), tape.floats(value), name);
                } else if (value.type().dtype() == DType.INT32) {
                    assertArrayEquals(planned.toInts(), tape.ints(value), name);
                } else {
                    assertEquals(planned.bytes(), tape.buffer(value), name);
                }
            }
        } finally {
            plan.close();
        }
    }

    /** To the last bits: a fused kernel rounds once where two round twice. */
    private static void assertClose(float[] expected, float[] actual, String name) {
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-6f * Math.max(1, Math.abs(expected[i])), name);
        }
    }

    /** The values of a program whose ops are executed one by one. */
    private static Map<Integer, Var> replayed(Program program, EagerRecorder tape) {
        Map<Integer, Var> values = new HashMap<>();
        for (Value value : program.values()) {
            if (value.literal() != null) {
                values.put(value.id(), tape.constant(value.type(), value.literal()));
            }
        }
        for (Value value : RandomValues.fromOutside(program)) {
            values.put(
                    value.id(),
                    value.type().dtype() == DType.FLOAT32
                            ? tape.array(value.type(), RandomValues.floats(value))
                            : tape.array(value.type(), RandomValues.ints(value)));
        }
        for (Instruction instruction : program.instructions()) {
            List<Var> operands = instruction.inputs().stream().map(values::get).toList();
            List<Var> results = tape.record(instruction.op(), operands);
            for (int i = 0; i < results.size(); i++) {
                values.put(instruction.outputs().get(i), results.get(i));
            }
        }
        return values;
    }

    @Test
    void arraysThatAreTooLargeToCopyAreBoundWhereTheyLie() {
        EagerKernels kernels = kernels(64 << 20);
        float[] numbers = new float[1 << 20];
        numbers[77] = 3;
        for (int i = 0; i < 2; i++) {
            try (EagerRecorder tape = new EagerRecorder(kernels)) {
                Var x = tape.array(ArrayType.float32(1 << 20), numbers);
                Var y = x.plus(1).times(x.plus(2));
                assertEquals(20, tape.floats(y)[77]);
                assertEquals(9, tape.floats(y.sum().minus(y.sum()).plus(9))[0]);
            }
            assertTrue(kernels.bytes() < 1 << 20, kernels.bytes() + " bytes are left in plans");
        }
    }

    @Test
    void aWeightIsReadWhereItLies() {
        Storage storage = Storage.ofFloats(32);
        storage.floats().put(16, 5);
        try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
            Var weight = tape.bound(ArrayType.float32(2), storage, 64);
            assertArrayEquals(new float[] {10, 0}, tape.floats(weight.times(2)));
            assertArrayEquals(
                    new float[] {5}, tape.floats(weight.slice(0, 0, 1).square().sqrt()));
            storage.floats().put(16, 6);
            assertArrayEquals(new float[] {12, 0}, tape.floats(weight.times(2)));
        }
    }

    @Test
    void theMemoryOfATapeIsFreedWhenItIsClosed() {
        EagerKernels kernels = kernels(1 << 20);
        long before = settled();
        for (int i = 0; i < 300; i++) {
            try (EagerRecorder tape = new EagerRecorder(kernels)) {
                Var x = tape.fill(ArrayType.float32(100 + i % 7, 100), 1);
                for (int k = 0; k < 20; k++) {
                    x = x.plus(1).tanh();
                }
                assertTrue(tape.bytes() > 40 * x.type().bytes());
            }
            long held = Storage.held() - before;
            assertTrue(held < 2 << 20, held + " bytes are held after tape " + i);
        }
        assertTrue(kernels.bytes() <= 1 << 20, kernels.bytes() + " bytes of plans");
        kernels.close();
        assertTrue(settled() <= before, Storage.held() + " bytes are held, and were " + before);
    }

    /** What is held once the garbage of other tests is gone. */
    private static long settled() {
        long held = Storage.held();
        for (int same = 0, tries = 0; same < 3 && tries < 50; tries++) {
            System.gc();
            LockSupport.parkNanos(20_000_000);
            long now = Storage.held();
            same = now == held ? same + 1 : 0;
            held = now;
        }
        return held;
    }

    @Test
    void opsOnAClosedTapeAreRefused() {
        EagerRecorder tape = new EagerRecorder(KERNELS);
        Var x = tape.constant(1);
        tape.close();
        tape.close();
        String message =
                assertThrows(IllegalStateException.class, () -> x.plus(1)).getMessage();
        assertTrue(message.startsWith("this tape is closed"), message);
        assertThrows(IllegalStateException.class, () -> tape.floats(x));
        assertThrows(IllegalStateException.class, () -> tape.constant(1));
    }

    @Test
    void valuesOfAnotherTapeAreRefused() {
        EagerRecorder other = new EagerRecorder(KERNELS);
        Var y = other.constant(2);
        try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
            Var x = tape.constant(1);
            String message = assertThrows(IllegalArgumentException.class, () -> x.plus(y))
                    .getMessage();
            assertTrue(message.contains("belongs to another tape: "), message);
            assertThrows(IllegalArgumentException.class, () -> tape.floats(y));
            other.close();
            message = assertThrows(IllegalArgumentException.class, () -> x.plus(y))
                    .getMessage();
            assertTrue(message.contains("another tape, which is closed"), message);
        }
    }

    @Test
    void numbersThatDoNotFitTheirTypeAreRefused() {
        try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
            assertThrows(IllegalArgumentException.class, () -> tape.array(ArrayType.float32(2), 1f));
            assertThrows(IllegalArgumentException.class, () -> tape.array(ArrayType.float32(1), 1));
            assertThrows(IllegalArgumentException.class, () -> tape.ints(tape.constant(1)));
            assertThrows(IndexOutOfBoundsException.class, () -> tape.fill(ArrayType.float32(2, 3), 1)
                    .gatherRows(tape.array(ArrayType.int32(1), 7)));
        }
    }
}
