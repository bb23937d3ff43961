package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.layer.LayerCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Many examples are computed at the same time, and each as if it were done in its turn. */
final class PredictChunksTest {
    private static final int EXAMPLES = 20 * 128 + 77;

    private final Network network = Network.create(
            SequentialBuilder.named("Small", 20)
                    .add(Layers.dense(64).activation(ActivationFunction.RELU))
                    .add(Layers.dense(10).activation(ActivationFunction.SOFTMAX))
                    .build(),
            1);

    private static float[][] examples() {
        Random random = new Random(1);
        float[][] examples = new float[EXAMPLES][20];
        for (float[] example : examples) {
            for (int i = 0; i < example.length; i++) {
                example[i] = (float) random.nextGaussian();
            }
        }
        return examples;
    }

    @Test
    void theyAreThoseOfOneThread() {
        float[][] examples = examples();
        INDArray array = Nd4j.createFromArray(examples);
        float[][] rows = network.predict(examples);
        INDArray outputs = network.predict(List.of(array)).get(0);
        network.threads(1);
        float[][] expected = network.predict(examples);
        for (int i = 0; i < EXAMPLES; i++) {
            assertArrayEquals(expected[i], rows[i], "example " + i);
        }
        assertEquals(network.predict(List.of(array)).get(0), outputs);
        float[][] again = outputs.toFloatMatrix();
        for (int i = 0; i < EXAMPLES; i++) {
            assertArrayEquals(expected[i], again[i], "example " + i);
        }
    }

    /** Whether a call is divided depends on who else predicts, so nothing may depend on that. */
    @Test
    void someExamplesHaveTheSameBitsInPlansOfAnySize() {
        Network larger = Network.create(
                SequentialBuilder.named("Larger", 784)
                        .add(Layers.dense(256).activation(ActivationFunction.RELU))
                        .add(Layers.dense(128).activation(ActivationFunction.TANH))
                        .add(Layers.dense(10).activation(ActivationFunction.SOFTMAX))
                        .build(),
                1);
        INDArray images = Nd4j.rand(DataType.FLOAT, 64, 784);
        INDArray all = larger.predict(List.of(images)).get(0); // its plan tells how long an example takes
        for (int again = 0; again < 20; again++) {
            assertEquals(all, larger.predict(List.of(images)).get(0));
        }
        for (int count = 5; count < 64; count++) {
            INDArray some = images.get(NDArrayIndex.interval(0, count)).dup();
            INDArray expected = all.get(NDArrayIndex.interval(0, count)).dup();
            for (int again = 0; again < 3; again++) {
                assertArrayEquals(
                        expected.toFloatMatrix(),
                        larger.predict(List.of(some)).get(0).toFloatMatrix(),
                        count + " examples");
            }
        }
    }

    /** Scales are folded into the weights, which takes as long for one example as for many. */
    @Test
    void theBitsDoNotDependOnWhatWasPredictedBefore() {
        Network normalized = Network.create(
                SequentialBuilder.named("Normalized", 100)
                        .add(Layers.dense(500))
                        .add(Layers.batchNormalization())
                        .add(Layers.dense(400))
                        .add(Layers.dense(1))
                        .build(),
                1);
        INDArray ten = Nd4j.rand(DataType.FLOAT, 10, 100);
        INDArray first = normalized.predict(List.of(ten)).get(0);
        for (int examples : new int[] {64, 1, 12, 16, 128, 1}) {
            normalized.predict(List.of(Nd4j.rand(DataType.FLOAT, examples, 100)));
            assertEquals(first, normalized.predict(List.of(ten)).get(0), "after " + examples);
        }
    }

    @Test
    void theRandomNumbersOfALayerInCodeFollowFromTheSeed() {
        Network noisy = Network.create(
                SequentialBuilder.named("Noisy", 512)
                        .add(Layers.dense(512))
                        .add(CodeBuilder.named("demo.Noise")
                                .signature("(d) -> (d)")
                                .code(values -> (LayerCode) (context, in) -> in.get(0)
                                        .plus(context.randomNormal(in.get(0).shape())))
                                .with(Map.of()))
                        .add(Layers.dense(512))
                        .build(),
                1);
        for (int examples : new int[] {10, 100, 300}) {
            INDArray x = Nd4j.rand(DataType.FLOAT, examples, 512);
            INDArray first = noisy.predict(List.of(x), Phase.INFERENCE, 7).get(0);
            for (int again = 0; again < 5; again++) {
                assertEquals(
                        first, noisy.predict(List.of(x), Phase.INFERENCE, 7).get(0));
            }
        }
    }

    @Test
    void whatIsWrongWithALaterExampleIsSaid() {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire words = g.input("words", Shape.of(3), DType.INT32);
        Wire table = g.apply("table", Layers.embedding(7, 4), words);
        Network ids = Network.create(
                g.output(g.apply("out", Layers.globalAveragePooling1D(), table)).build(), 1);
        int[][] numbers = new int[EXAMPLES][3];
        assertEquals(
                EXAMPLES,
                ids.predict(List.of(Nd4j.createFromArray(numbers))).get(0).size(0));
        numbers[EXAMPLES - 200][1] = 7;
        String message = assertThrows(InputException.class, () -> ids.predict(List.of(Nd4j.createFromArray(numbers))))
                .getMessage();
        assertTrue(message.contains("words"), message);
        Arrays.fill(numbers[EXAMPLES - 200], 0);
        assertEquals(
                EXAMPLES,
                ids.predict(List.of(Nd4j.createFromArray(numbers))).get(0).size(0));
    }
}
