package dev.plumb.layer;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.SpectrogramKernels;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.runtime.Network;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of a spectrogram begin as the transform that Keras begins with, for each window. */
final class SpectrogramKernelsTest {

    static List<SpectrogramKernels> cases() {
        return SpectrogramKernels.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void beginAsThoseOfKeras(SpectrogramKernels kernels) {
        GraphBuilder g = GraphBuilder.named("Case");
        Network network = Network.create(
                g.output(g.apply(
                                "layer",
                                Layers.find("STFTSpectrogram").orElseThrow().read(kernels.attributes()),
                                g.input("x", 20, 1)))
                        .build(),
                1);
        kernels.weights()
                .forEach((name, expected) -> Agreement.assertAgrees(
                        expected.floats(),
                        network.weight("layer/" + name).ravel().toFloatVector(),
                        name));
    }
}
