package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Structure;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Every model of the gallery learns eight examples by heart: after forty steps its loss is at least a quarter lower. */
final class GalleryTrainingTest {
    private static final int EXAMPLES = 8;
    private static final int STEPS = 40;
    /** Of inputs of any length. */
    private static final int LENGTH = 7;

    @ParameterizedTest
    @MethodSource("dev.plumb.samples.GalleryTest#models")
    void itLearns(GalleryTest.Facts facts) {
        Graph graph = facts.graph();
        Random random = new Random(7);
        List<INDArray> inputs = graph.inputs().stream()
                .map(input -> numbers(input.type().shape(), random))
                .toList();
        List<INDArray> targets =
                graph.outputs().stream().map(output -> targets(output, random)).toList();
        Trainer<List<INDArray>, List<INDArray>> trainer = trainer(graph);
        double first = trainer.trainOnBatch(inputs, targets).loss();
        double last = first;
        for (int step = 1; step < STEPS; step++) {
            last = trainer.trainOnBatch(inputs, targets).loss();
        }
        assertTrue(last < 0.75 * first, first + " to " + last);
    }

    private static Trainer<List<INDArray>, List<INDArray>> trainer(Graph graph) {
        List<OutputTraining> outputs = graph.outputs().stream()
                .map(output -> new OutputTraining(
                        output.name(), Losses.of(loss(output)), loss(output).weight(), List.of()))
                .toList();
        Network network = Network.create(graph, 5);
        network.threads(1); // most steps are small
        return network.trainer(
                Structure.list(graph.inputs().stream().map(Graph.Input::name).toList()),
                Structure.list(outputs.stream().map(OutputTraining::output).toList()),
                Adam.of(3e-3),
                outputs);
    }

    /** What an output states; where it states nothing, the mean squared error. */
    private static Loss.Spec loss(Graph.Output output) {
        return output.loss().orElse(Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR));
    }

    /** Classes, yes or no, or numbers, as the loss wants them. */
    private static INDArray targets(Graph.Output output, Random random) {
        Shape shape = output.type().shape();
        LossFunction loss = loss(output).value();
        if (loss.hasSparseTargets()) {
            int classes = (int) shape.last().size();
            return Nd4j.createFromArray(random.ints(EXAMPLES, 0, classes).toArray());
        }
        INDArray numbers = numbers(shape, random);
        return loss == LossFunction.BINARY_CROSSENTROPY ? Transforms.round(numbers) : numbers;
    }

    /** Between 0 and 1. */
    private static INDArray numbers(Shape shape, Random random) {
        long[] sizes = LongStream.concat(
                        LongStream.of(EXAMPLES),
                        shape.dims().stream().mapToLong(dim -> dim instanceof Dim.Known ? dim.size() : LENGTH))
                .toArray();
        float[] values = new float[(int) LongStream.of(sizes).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Nd4j.create(values, sizes, 'c');
    }
}
