package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.TrainingCase;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.weights.WeightStore;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is computed again for the gradients is the same to the bit: losses, gradients and moving statistics do not change. */
final class RecomputeTest {
    static Stream<Graph> models() {
        return Stream.concat(
                Gallery.graphs().stream(),
                TrainingCase.FILES.stream()
                        .flatMap(file -> TrainingCase.read(file).stream())
                        .map(training -> training.model().graph()));
    }

    static Stream<Graph> layers() {
        return LayerCase.FILES.stream()
                .flatMap(file -> LayerCase.read(file).stream())
                .map(layer -> layer.model().graph());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aStepThatComputesEachLayerAgain(Graph graph) {
        WeightStore weights = WeightStore.initialized(graph, 1);
        StepProgram step = StepProgram.training(graph, GalleryPrograms.outputs(graph), weights, 6);
        assertSameBits(step.program(), step.recomputing(nodes(graph)).program());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theGradientsOfALayer(Graph graph) {
        GalleryPrograms.Differentiated step = GalleryPrograms.differentiation(graph, 2, Set.of());
        assertSameBits(step.program(), step.layers().recomputing(nodes(graph)).apply(step.program()));
    }

    private static Set<String> nodes(Graph graph) {
        return graph.nodes().stream().map(Node::name).collect(Collectors.toSet());
    }

    private static void assertSameBits(Program kept, Program recomputed) {
        Verifier.verify(recomputed);
        Plan first = Plan.prepare(kept, Bindings.none().withChangingWeights(), KernelProviders.standard());
        Plan second = Plan.prepare(recomputed, Bindings.none().withChangingWeights(), KernelProviders.standard());
        RandomValues.fill(first);
        RandomValues.fill(second);
        first.run();
        second.run();
        assertTrue(recomputed.instructions().size() >= kept.instructions().size());
        for (Program.Output output : kept.outputs()) {
            String name = output.label();
            assertArrayEquals(bits(Runs.output(first, name)), bits(Runs.output(second, name)), name);
        }
        first.close();
        second.close();
    }

    private static int[] bits(Slot slot) {
        int words = (int) (slot.type().bytes() / Integer.BYTES);
        return slot.as(ArrayType.int32(words)).toInts();
    }
}
