package dev.plumb.samples.gallery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.autoencoder.AutoencoderModel;
import dev.plumb.samples.blocks.FourForms_WithBothModel;
import dev.plumb.samples.blocks.ResidualImagesModel;
import dev.plumb.samples.blocks.ResidualVectorsModel;
import dev.plumb.train.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every model of the gallery learns sixteen examples by heart: after forty steps its loss is at least a tenth lower. */
final class GalleryTrainingTest {
    private static final int EXAMPLES = 16;
    private static final int STEPS = 40;

    static Stream<Graph> models() {
        return Stream.of(
                GuideStackModel.graph(),
                ProductImagesModel.graph(),
                DropoutClassifierModel.graph(),
                MatrixDenseModel.graph(),
                ResidualDemoModel.graph(),
                PurchaseLikelihoodModel.graph(),
                ProductHeadsModel.graph(),
                TwoBranchesModel.graph(),
                TwoHeadsModel.graph(),
                SavedModel.graph(),
                AutoencoderModel.graph(),
                ResidualImagesModel.graph(),
                ResidualVectorsModel.graph(),
                FourForms_WithBothModel.graph());
    }

    @ParameterizedTest
    @MethodSource("models")
    void itLearns(Graph graph) {
        Random random = new Random(7);
        List<INDArray> inputs = graph.inputs().stream()
                .map(input -> numbers(input.type().shape(), random))
                .toList();
        List<INDArray> targets = new ArrayList<>();
        for (Graph.Output output : graph.outputs()) {
            boolean classes = output.loss().orElseThrow().value().hasSparseTargets();
            Shape shape = output.type().shape();
            targets.add(
                    classes
                            ? Nd4j.createFromArray(
                                    random.ints(EXAMPLES, 0, (int) shape.last().size())
                                            .toArray())
                            : numbers(shape, random));
        }
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(graph, 5).trainer(Adam.of(3e-3));
        double first = trainer.trainOnBatch(inputs, targets).loss();
        double last = first;
        for (int step = 1; step < STEPS; step++) {
            last = trainer.trainOnBatch(inputs, targets).loss();
        }
        assertTrue(last < 0.9 * first, first + " to " + last);
    }

    /** Between 0 and 1. */
    private static INDArray numbers(Shape shape, Random random) {
        long[] sizes = LongStream.concat(
                        LongStream.of(EXAMPLES), shape.dims().stream().mapToLong(dim -> dim.size()))
                .toArray();
        float[] values = new float[(int) LongStream.of(sizes).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Nd4j.create(values, sizes, 'c');
    }
}
