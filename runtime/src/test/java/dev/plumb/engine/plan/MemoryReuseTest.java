package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.compile.Gallery;
import dev.plumb.compile.GalleryPrograms;
import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.Program;
import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Value;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.TrainingCase;
import dev.plumb.graph.Graph;
import dev.plumb.ops.op.ArrayType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays that share places, work in place and assignments that write through change not a bit of any result. */
final class MemoryReuseTest {

    static Stream<Graph> models() {
        return Stream.concat(
                Gallery.graphs().stream(),
                TrainingCase.FILES.stream()
                        .flatMap(file -> TrainingCase.read(file).stream())
                        .map(training -> training.model().graph()));
    }

    static Stream<LayerCase> layers() {
        return LayerCase.FILES.stream().flatMap(file -> LayerCase.read(file).stream());
    }

    @ParameterizedTest
    @MethodSource("models")
    void allPlansOfAModel(Graph graph) {
        GalleryPrograms.of(graph, 6).forEach(MemoryReuseTest::assertSameBits);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theGradientsOfALayer(LayerCase layer) {
        assertSameBits("gradients", GalleryPrograms.differentiated(layer.model().graph(), 2));
    }

    @ParameterizedTest
    @MethodSource("dev.plumb.compile.Gallery#graphs")
    void allPlansOfAModelInBfloat16(Graph graph) {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
        GalleryPrograms.of(graph, 6, GalleryPrograms.layers(graph)).forEach(MemoryReuseTest::assertSameBits);
    }

    private static void assertSameBits(String what, Program program) {
        Bindings bindings = Bindings.none();
        Plan shared = Plan.prepare(program, bindings, KernelProviders.standard());
        Plan apart = Plan.prepareApart(program, bindings, KernelProviders.standard());
        RandomValues.fill(shared);
        RandomValues.fill(apart);
        // The second run begins with what the first one left everywhere, in weights too.
        for (int run = 1; run <= 2; run++) {
            shared.run();
            apart.run();
            String when = " of " + what + " after run " + run;
            for (Program.Output output : program.outputs()) {
                String name = output.label();
                assertArrayEquals(bits(Runs.output(apart, name)), bits(Runs.output(shared, name)), name + when);
            }
            for (Value weight : program.values(Value.Kind.WEIGHT)) {
                String name = weight.label();
                assertArrayEquals(bits(Runs.weight(apart, name)), bits(Runs.weight(shared, name)), name + when);
            }
        }
    }

    private static int[] bits(Slot slot) {
        int words = (int) (slot.type().bytes() / Integer.BYTES);
        return slot.as(ArrayType.int32(words)).toInts();
    }
}
