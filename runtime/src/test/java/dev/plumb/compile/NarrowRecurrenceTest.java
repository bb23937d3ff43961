package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.op.Recurrence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers that predict in bfloat16, beside Keras in float32. What was rounded in one step goes into the next, so the bound is one of experience: the outputs are at most 1 in size. */
final class NarrowRecurrenceTest {
    private static final float LARGEST_ERROR = 1 / 32f;

    static Stream<LayerCase> cases() {
        return Stream.of("lstm", "gru", "bidirectional")
                .flatMap(file -> LayerCase.read(file).stream())
                .filter(layer -> !layer.training())
                .filter(layer -> recurrences(program(layer.model().graph(), batch(layer))) > 0);
    }

    @BeforeEach
    void onlyWhereTheProcessorHasIt() {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
    }

    private static int batch(LayerCase layer) {
        return (int) layer.inputs().values().iterator().next().shape()[0];
    }

    private static Program program(Graph graph, int batch) {
        return GalleryPrograms.predicting(graph, batch, GalleryPrograms.layers(graph));
    }

    private static long recurrences(Program program) {
        return program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof Recurrence
                        && program.value(instruction.inputs().get(0)).type().narrow())
                .count();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nearKeras(LayerCase layer) {
        Program program = program(layer.model().graph(), batch(layer));
        Plan plan = Runs.prepare(program, Bindings.none());
        layer.weights().forEach((path, tensor) -> Runs.weight(plan, path).write(tensor.floats()));
        layer.inputs().forEach((name, tensor) -> fill(Runs.input(plan, name), tensor));
        plan.run();
        layer.outputs().forEach((name, tensor) -> {
            float[] expected = tensor.floats();
            float[] found = Runs.output(plan, name).toFloats();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(
                        expected[i], found[i], LARGEST_ERROR * Math.max(1, Math.abs(expected[i])), name + " at " + i);
            }
        });
    }

    private static void fill(Slot slot, Tensor tensor) {
        if (slot.type().dtype() == DType.FLOAT32) {
            slot.write(tensor.floats());
        } else {
            slot.write(tensor.ints());
        }
    }

    @Test
    void byTheCodeForIt() {
        for (LayerSpec layer :
                List.of(Layers.lstm(24), Layers.gru(24), Layers.gru(24).resetAfter(false))) {
            Graph graph = SequentialBuilder.named("Line", 7, 20).add(layer).build();
            for (int batch : new int[] {1, 5, 32}) {
                Plan plan = Runs.prepare(program(graph, batch), Bindings.none());
                assertTrue(
                        plan.kernels().stream()
                                .anyMatch(kernel -> kernel.label().startsWith("Recurrence")
                                        && kernel.implementation().matches(".*(bf16|amx).*")),
                        () -> layer + ": "
                                + plan.kernels().stream()
                                        .map(made -> made.label() + " " + made.implementation())
                                        .toList());
            }
        }
    }

    @Test
    void trainingIsInFloat32() {
        Graph graph =
                SequentialBuilder.named("Line", 7, 20).add(Layers.lstm(24)).build();
        Program program = GalleryPrograms.differentiated(graph, 4, GalleryPrograms.layers(graph));
        assertEquals(0, recurrences(program));
    }
}
