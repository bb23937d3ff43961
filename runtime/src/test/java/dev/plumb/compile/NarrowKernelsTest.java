package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.graph.Graph;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In a model that computes in bfloat16, each product and convolution is done by oneDNN's code for it, and by no reference implementation. */
final class NarrowKernelsTest {

    /** Filters of groups, the last list of a label, that read one channel each. */
    private static final String ONE_CHANNEL = "Convolution.*\\[(\\d+, )*1, ([2-9]|\\d\\d+)\\]";

    static Stream<LayerCase> layers() {
        return LayerCase.FILES.stream().flatMap(file -> LayerCase.read(file).stream());
    }

    @BeforeEach
    void onlyWhereTheProcessorHasIt() {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("dev.plumb.compile.Gallery#graphs")
    void inAllPlansOfTheGallery(Graph graph) {
        GalleryPrograms.of(graph, 32, GalleryPrograms.layers(graph)).forEach((what, program) -> {
            List<Kernel> products = products(program);
            assertEquals(List.of(), others(products), graph.name() + ": " + what);
            assertTrue(what.startsWith("update") || what.equals("constrain") || !products.isEmpty(), what);
        });
    }

    @ParameterizedTest
    @MethodSource("layers")
    void inAllLayers(LayerCase layer) {
        Graph graph = layer.model().graph();
        assertEquals(
                List.of(), others(products(GalleryPrograms.differentiated(graph, 4, GalleryPrograms.layers(graph)))));
    }

    private static List<Kernel> products(Program program) {
        Plan plan = Runs.prepare(program, Bindings.none().withChangingWeights());
        return plan.kernels().stream()
                .filter(kernel -> kernel.label().matches("(MatMul|Convolution|ScaledDotProductAttention).*"))
                .filter(kernel -> !kernel.label().matches(ONE_CHANNEL))
                // What of an epilogue is no part of the product's code.
                .filter(kernel -> !kernel.implementation().equals("jit:uni"))
                .toList();
    }

    private static List<String> others(List<Kernel> products) {
        return products.stream()
                .filter(kernel -> !isNarrow(kernel.implementation()))
                .map(kernel -> kernel.implementation() + " " + kernel.label())
                .toList();
    }

    /** The tiles of a processor that has AMX multiply bfloat16 and nothing wider. */
    private static boolean isNarrow(String implementation) {
        return !implementation.startsWith("ref") && (implementation.contains("bf16") || implementation.contains("amx"));
    }
}
