package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.graph.Graph;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No plan has a reference implementation of oneDNN, which is up to 300 times slower than its other code. Where an op has no other way,
 * this is the place to say so, with the reason.
 */
final class ReferenceKernelsTest {

    static List<Graph> gallery() {
        return Gallery.graphs();
    }

    static Stream<LayerCase> layers() {
        return LayerCase.FILES.stream().flatMap(file -> LayerCase.read(file).stream());
    }

    @ParameterizedTest
    @MethodSource("gallery")
    void noneInAnyPlanOfTheGallery(Graph graph) {
        GalleryPrograms.of(graph, 32)
                .forEach((what, program) -> assertEquals(List.of(), references(program), graph.name() + ": " + what));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void noneInAnyLayer(LayerCase layer) {
        assertEquals(
                List.of(),
                references(GalleryPrograms.differentiated(layer.model().graph(), 4)));
    }

    private static List<String> references(Program program) {
        Plan plan = Runs.prepare(program, Bindings.none().withChangingWeights());
        return Stream.concat(plan.kernels().stream(), plan.prologue().stream())
                .flatMap(kernel -> Stream.concat(Stream.of(kernel), kernel.parts().stream()))
                .filter(kernel -> kernel.implementation().startsWith("ref"))
                // All of oneDNN's recurrent code for training is called so, also where its products and gates are fast.
                .filter(kernel -> !kernel.label().startsWith("Recurrence"))
                .map(kernel -> kernel.implementation() + " " + kernel.label())
                .toList();
    }
}
