package dev.plumb.samples.backbones;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backbones have the numbers of Keras 3.15. */
final class BackbonesTest {
    /**
     * What is known of one.
     *
     * @param layers as many as Keras has, the input counted as there
     */
    record Facts(Graph graph, long trained, long fixed, int layers, Shape output) {
        @Override
        public String toString() {
            return graph.name();
        }
    }

    static Stream<Facts> backbones() {
        Shape classes = Shape.of(1000);
        return Stream.of(
                new Facts(VGG16Model.graph(), 138_357_544, 0, 23, classes),
                new Facts(VGG16FeaturesModel.graph(), 14_714_688, 0, 19, Shape.of(7, 7, 512)),
                new Facts(ResNet50Model.graph(), 25_583_592, 53_120, 177, classes),
                new Facts(MobileNetV2Model.graph(), 3_504_872, 34_112, 156, classes));
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void parametersAreCountedAsInKeras(Facts facts) {
        assertEquals(facts.trained() + facts.fixed(), facts.graph().parameters());
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void layersAreCountedAsInKeras(Facts facts) {
        assertEquals(
                facts.layers(),
                facts.graph().nodes().size() + facts.graph().inputs().size());
    }
}
