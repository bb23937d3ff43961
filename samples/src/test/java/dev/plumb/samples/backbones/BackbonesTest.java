package dev.plumb.samples.backbones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Cost;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backbones have the numbers of Keras 3.15. */
final class BackbonesTest {
    /**
     * What is known of one.
     *
     * @param layers as many as Keras has, the input counted as there
     * @param fewer those of Keras that are part of another layer here: paddings that a convolution does itself, activations of a convolution,
     *     the axes that a pooling keeps
     */
    record Facts(Graph graph, long trained, long fixed, int layers, int fewer, Shape output) {
        @Override
        public String toString() {
            return graph.name();
        }
    }

    static Stream<Facts> backbones() {
        Shape classes = Shape.of(1000);
        Shape features = Shape.parse("height/32", "width/32", "512");
        return Stream.of(
                new Facts(VGG16Model.graph(), 138_357_544, 0, 23, 0, classes),
                new Facts(VGG16FeaturesModel.graph(), 14_714_688, 0, 19, 0, features),
                new Facts(ResNet50Model.graph(), 25_583_592, 53_120, 177, 0, classes),
                new Facts(MobileNetV2Model.graph(), 3_504_872, 34_112, 156, 4, classes),
                new Facts(MobileNetV3SmallModel.graph(), 2_542_856, 12_112, 164, 4 + 9 * 2, classes),
                new Facts(EfficientNetB0Model.graph(), 5_288_548, 42_023, 240, 5 + 16, classes));
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void parametersAreCountedAsInKeras(Facts facts) {
        long fixed = facts.graph().nodes().stream()
                .flatMap(node -> node.weights().stream())
                .filter(weight -> !weight.trainable())
                .mapToLong(weight -> weight.shape().elements().size())
                .sum();
        assertEquals(facts.fixed(), fixed);
        assertEquals(facts.trained() + facts.fixed(), facts.graph().parameters());
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void layersAreThoseOfKeras(Facts facts) {
        Graph graph = facts.graph();
        assertEquals(
                facts.layers() - facts.fewer(),
                graph.nodes().size() + graph.inputs().size());
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void outputsHaveTheirShapes(Facts facts) {
        assertEquals(
                facts.output().toString(),
                facts.graph().outputs().get(0).type().shape().toString());
    }

    @Test
    void withoutItsTopAResNetHasTheParametersOfKeras() {
        Network features = Network.create(ResNet50Model.graph(), 1).upTo("conv5");
        assertEquals(23_587_712, features.graph().parameters());
    }

    static Stream<Facts> applications() {
        return backbones().filter(facts -> !facts.graph().equals(VGG16FeaturesModel.graph()));
    }

    /** At the size at which PyTorch counted while Keras computed ({@code flops.py}); here the sizes of an image are symbolic. */
    @ParameterizedTest
    @MethodSource("applications")
    void operationsAreThoseThatPyTorchCounts(Facts facts) throws IOException {
        String recorded = Files.readString(Path.of("../runtime/src/test/resources/keras/flops.json"));
        Matcher flops =
                Pattern.compile("\"" + facts.graph().name() + "\": (\\d+)").matcher(recorded);
        assertTrue(flops.find(), facts.graph()::name);
        Count counted = Cost.of(facts.graph()).flops();
        assertEquals(
                new BigInteger(flops.group(1)),
                counted.bind(Map.of("height", 224L, "width", 224L)).value());
    }
}
