package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import dev.plumb.samples.attention.AttentionClassifierModel;
import dev.plumb.samples.autoencoder.AutoencoderModel;
import dev.plumb.samples.blocks.FourForms_PlainModel;
import dev.plumb.samples.blocks.FourForms_WithBatchNormModel;
import dev.plumb.samples.blocks.FourForms_WithBothModel;
import dev.plumb.samples.blocks.FourForms_WithDropoutModel;
import dev.plumb.samples.blocks.ResidualImagesModel;
import dev.plumb.samples.blocks.ResidualVectorsModel;
import dev.plumb.samples.code.AttentionInCodeModel;
import dev.plumb.samples.code.ResidualVectorsInCodeModel;
import dev.plumb.samples.code.SiameseImagesModel;
import dev.plumb.samples.comparison.FunctionalClassifierModel;
import dev.plumb.samples.comparison.FunctionalDecisionModel;
import dev.plumb.samples.comparison.SequentialClassifierModel;
import dev.plumb.samples.comparison.SequentialDecisionModel;
import dev.plumb.samples.digits.DigitClassifierModel;
import dev.plumb.samples.gallery.DropoutClassifierModel;
import dev.plumb.samples.gallery.GuideStackModel;
import dev.plumb.samples.gallery.ImageAndMetadataModel;
import dev.plumb.samples.gallery.MatrixDenseModel;
import dev.plumb.samples.gallery.MnistImagesModel;
import dev.plumb.samples.gallery.MnistReunitedModel;
import dev.plumb.samples.gallery.ProductHeadsModel;
import dev.plumb.samples.gallery.ProductImagesModel;
import dev.plumb.samples.gallery.PurchaseLikelihoodModel;
import dev.plumb.samples.gallery.ResidualDemoModel;
import dev.plumb.samples.gallery.SavedModel;
import dev.plumb.samples.gallery.TwoBranchesModel;
import dev.plumb.samples.gallery.TwoHeadsModel;
import dev.plumb.samples.mnist.MnistClassifierModel;
import dev.plumb.samples.multitask.MultiTaskModel;
import dev.plumb.samples.powerplant.PowerPlantModel;
import dev.plumb.samples.quick.QuickClassifierModel;
import dev.plumb.samples.residual.ResidualClassifierModel;
import dev.plumb.samples.sequences.ReadingsModel;
import dev.plumb.samples.siamese.SiameseModel;
import dev.plumb.samples.siamese.TwoEncodersModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model has the number of parameters that Keras 3.15 counts, and the shapes that it should have. */
final class GalleryTest {
    record Facts(Graph graph, long parameters, List<Shape> outputs) {
        @Override
        public String toString() {
            return graph.name();
        }
    }

    static Stream<Facts> models() {
        Shape ten = Shape.of(10);
        Shape one = Shape.of(1);
        return Stream.of(
                new Facts(QuickClassifierModel.graph(), 11_594, List.of(ten)),
                new Facts(ResidualClassifierModel.graph(), 12_938, List.of(ten)),
                new Facts(MultiTaskModel.graph(), 9_430, List.of(one, Shape.of(5))),
                new Facts(MnistClassifierModel.graph(), 235_146, List.of(ten)),
                new Facts(MnistImagesModel.graph(), 235_146, List.of(ten)),
                new Facts(SequentialClassifierModel.graph(), 55_050, List.of(ten)),
                new Facts(FunctionalClassifierModel.graph(), 55_050, List.of(ten)),
                new Facts(SequentialDecisionModel.graph(), 3_457, List.of(one)),
                new Facts(FunctionalDecisionModel.graph(), 3_457, List.of(one)),
                new Facts(PowerPlantModel.graph(), 2_466, List.of(one, one)),
                new Facts(AttentionClassifierModel.graph(), 21_123, List.of(Shape.of(3))),
                new Facts(SiameseModel.graph(), 6_464, List.of(Shape.of(128))),
                new Facts(TwoEncodersModel.graph(), 12_928, List.of(Shape.of(128))),
                new Facts(ReadingsModel.graph(), 10_657, List.of(one)),
                new Facts(GuideStackModel.graph(), 2_920, List.of(Shape.of(8))),
                new Facts(ProductImagesModel.graph(), 822_922, List.of(ten)),
                new Facts(DropoutClassifierModel.graph(), 834, List.of(Shape.of(2))),
                new Facts(MatrixDenseModel.graph(), 8, List.of(Shape.of(2, 2))),
                new Facts(ResidualDemoModel.graph(), 8_970, List.of(ten)),
                new Facts(MnistReunitedModel.graph(), 21_668_442, List.of(ten)),
                new Facts(PurchaseLikelihoodModel.graph(), 799_233, List.of(one)),
                new Facts(ImageAndMetadataModel.graph(), 8_725, List.of(Shape.of(5))),
                new Facts(ProductHeadsModel.graph(), 6_098_492, List.of(ten, one, one)),
                new Facts(TwoBranchesModel.graph(), 13_706, List.of(ten)),
                new Facts(TwoHeadsModel.graph(), 124, List.of(one, Shape.of(3))),
                new Facts(SavedModel.graph(), 55, List.of(Shape.of(5))),
                new Facts(AutoencoderModel.graph(), 476_720, List.of(Shape.of(784))),
                new Facts(ResidualImagesModel.graph(), 78_346, List.of(ten)),
                new Facts(ResidualVectorsModel.graph(), 12_394, List.of(ten)),
                new Facts(FourForms_PlainModel.graph(), 25_450, List.of(ten)),
                new Facts(FourForms_WithDropoutModel.graph(), 25_450, List.of(ten)),
                new Facts(FourForms_WithBatchNormModel.graph(), 25_578, List.of(ten)),
                new Facts(FourForms_WithBothModel.graph(), 25_578, List.of(ten)),
                new Facts(DigitClassifierModel.graph(), 78_778, List.of(ten)),
                inCode(ResidualVectorsInCodeModel.graph(), 12_394, ten),
                inCode(AttentionInCodeModel.graph(), 16_768, Shape.of(32, 64)),
                inCode(SiameseImagesModel.graph(), 15_746_048, one));
    }

    /** Layers in code say what weights they have when a network is made. */
    private static Facts inCode(Graph graph, long parameters, Shape output) {
        return new Facts(Network.create(graph, 1).graph(), parameters, List.of(output));
    }

    @ParameterizedTest
    @MethodSource("models")
    void parametersAreCountedAsInKeras(Facts facts) {
        assertEquals(facts.parameters(), facts.graph().parameters());
    }

    @ParameterizedTest
    @MethodSource("models")
    void outputsHaveTheirShapes(Facts facts) {
        assertEquals(
                facts.outputs(),
                facts.graph().outputs().stream()
                        .map(output -> output.type().shape())
                        .toList());
    }

    /** A layer of which the gallery tells what it gives, or what it has. */
    record Layer(Graph graph, String name, Shape output, long parameters) {
        @Override
        public String toString() {
            return graph.name() + "/" + name;
        }
    }

    static Stream<Layer> layers() {
        return Stream.of(
                new Layer(MnistClassifierModel.graph(), "dense1", Shape.of(256), 200_960),
                new Layer(MnistClassifierModel.graph(), "dense2", Shape.of(128), 32_896),
                new Layer(MnistClassifierModel.graph(), "predictions", Shape.of(10), 1_290),
                new Layer(ProductImagesModel.graph(), "flat", Shape.of(12_544), 0),
                new Layer(MnistReunitedModel.graph(), "both", Shape.of(28, 56), 0),
                new Layer(ProductHeadsModel.graph(), "flat", Shape.of(508_032), 0),
                new Layer(ProductHeadsModel.graph(), "both", Shape.of(508_132), 0),
                new Layer(AttentionClassifierModel.graph(), "attended", Shape.of(32, 64), 16_640),
                new Layer(AttentionClassifierModel.graph(), "normal", Shape.of(32, 64), 128),
                new Layer(FourForms_WithBatchNormModel.graph(), "features/normalized", Shape.of(32), 128));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layersAreThoseOfKeras(Layer layer) {
        Node node = layer.graph().node(layer.name());
        assertEquals(layer.output(), node.type().shape());
        assertEquals(layer.parameters(), node.parameters());
    }
}
