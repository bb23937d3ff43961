package dev.plumb.samples.backbones;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.runtime.Network;
import dev.plumb.samples.FormulaWeights;
import dev.plumb.samples.KerasOutputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** With the same weights, given by the names of Keras's layers, the backbones compute what Keras computes. */
final class BackboneOutputsTest {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 48;

    static Stream<Arguments> backbones() {
        return Stream.of(
                Arguments.of(VGG16FeaturesModel.graph(), KerasNames.VGG16),
                Arguments.of(ResNet50Model.graph(), KerasNames.RESNET50),
                Arguments.of(MobileNetV2Model.graph(), KerasNames.MOBILENET_V2),
                Arguments.of(MobileNetV3SmallModel.graph(), KerasNames.MOBILENET_V3_SMALL),
                Arguments.of(EfficientNetB0Model.graph(), KerasNames.EFFICIENTNET_B0));
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void theyComputeWhatKerasComputes(Graph graph, KerasNames names) throws IOException {
        Network network = Network.create(graph, 1);
        FormulaWeights.set(network, names::of);
        INDArray image =
                FormulaWeights.numbers("image", 1, HEIGHT, WIDTH, 3).mul(127.5).add(127.5);
        KerasOutputs.assertClose(
                JSON.std.listOfFrom(
                        Double.class,
                        Files.readString(Path.of("src/test/resources/backbones/" + graph.name() + ".json"))),
                network.predict(List.of(image)).get(0));
    }

    @Test
    void pixelsAreMadeReadyAsInKeras() {
        INDArray pixels = Nd4j.createFromArray(255f, 0, 127.5f, 0, 10, 20).reshape(1, 1, 2, 3);
        assertEquals(
                Nd4j.createFromArray(
                                127.5f - 103.939f, -116.779f, 255 - 123.68f, 20 - 103.939f, 10 - 116.779f, -123.68f)
                        .reshape(1, 1, 2, 3),
                Pixels.caffe(pixels));
        assertEquals(
                Nd4j.createFromArray(1f, -1, 0, -1, 10 / 127.5f - 1, 20 / 127.5f - 1)
                        .reshape(1, 1, 2, 3),
                Pixels.symmetric(pixels));
    }
}
