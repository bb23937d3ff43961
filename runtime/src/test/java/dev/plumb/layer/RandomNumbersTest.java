package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.SGD;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random numbers in code are distributed as they say, and follow from the seed alone. */
final class RandomNumbersTest {
    private static final int MANY = 40_000;

    private static CodeLayer layer(LayerCode code) {
        return CodeBuilder.named("demo.Noisy")
                .signature("(d) -> (d)")
                .code(values -> code)
                .with(Map.of());
    }

    private static Network network(LayerCode code) {
        return Network.create(
                SequentialBuilder.named("Noise", 4).add(layer(code)).build(), 1);
    }

    /** A model of a layer alone. */
    private static final class Alone extends EagerModel<Var, Var> {
        private final EagerLayer layer;

        Alone(LayerCode code) {
            super(3);
            layer = layer("noisy", RandomNumbersTest.layer(code));
        }

        @Override
        public Var call(EagerContext context, Var input) {
            return layer.call(context, input);
        }
    }

    private interface Draw {
        Var of(EagerContext context);
    }

    private static float[] drawn(long seed, Draw draw) {
        Alone model = new Alone((context, in) -> in.get(0));
        try (GradientTape tape = model.tape(Phase.TRAINING, seed)) {
            return tape.context().numbers(draw.of(tape.context()));
        }
    }

    /** Kolmogorov and Smirnov: how far the share below a number is from its probability; 1.95 / sqrt(n) is exceeded once in a thousand. */
    private static void assertDistributed(float[] numbers, DoubleUnaryOperator below) {
        float[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double apart = 0;
        for (int i = 0; i < sorted.length; i++) {
            double probability = below.applyAsDouble(sorted[i]);
            apart = Math.max(apart, Math.abs(probability - (i + 0.5) / sorted.length));
        }
        assertEquals(0, apart, 1.95 / Math.sqrt(sorted.length));
    }

    private static double mean(float[] numbers, DoubleUnaryOperator of) {
        double sum = 0;
        for (float number : numbers) {
            sum += of.applyAsDouble(number);
        }
        return sum / numbers.length;
    }

    private static double correlation(float[] one, float[] other, int shift) {
        double sum = 0;
        for (int i = shift; i < one.length; i++) {
            sum += one[i] * other[i - shift];
        }
        return sum / one.length;
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double normalBelow(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(-x * x / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x > 0 ? 1 - tail : tail;
    }

    @Test
    void normalNumbersAreNormal() {
        for (long seed : new long[] {1, 2, 77}) {
            float[] numbers = drawn(seed, context -> context.randomNormal(List.of(MANY)));
            assertDistributed(numbers, RandomNumbersTest::normalBelow);
            assertEquals(0, mean(numbers, x -> x), 0.02);
            assertEquals(1, mean(numbers, x -> x * x), 0.03);
            assertEquals(3, mean(numbers, x -> x * x * x * x), 0.2);
        }
        float[] moved = drawn(1, context -> context.randomNormal(List.of(100, 400), 5, 0.5));
        assertDistributed(moved, x -> normalBelow((x - 5) / 0.5));
    }

    @Test
    void uniformNumbersAreUniform() {
        float[] numbers = drawn(1, context -> context.randomUniform(List.of(MANY)));
        assertDistributed(numbers, x -> x);
        for (float number : numbers) {
            assertTrue(number > 0 && number < 1);
        }
        assertDistributed(drawn(2, context -> context.randomUniform(List.of(MANY), -2, 3)), x -> (x + 2) / 5);
    }

    @Test
    void drawsDependOnNeitherEachOtherNorTheirNeighbours() {
        float[] both = drawn(9, context -> {
            Var first = context.randomNormal(List.of(MANY));
            return first.concatenate(0, context.randomNormal(List.of(MANY)));
        });
        float[] one = Arrays.copyOf(both, MANY);
        float[] other = Arrays.copyOfRange(both, MANY, 2 * MANY);
        float[] otherSeed = drawn(10, context -> context.randomNormal(List.of(MANY)));
        double limit = 4 / Math.sqrt(MANY);
        for (int shift = 0; shift < 8; shift++) {
            assertEquals(0, correlation(one, other, shift), limit);
            assertEquals(0, correlation(one, otherSeed, shift), limit);
            assertEquals(shift == 0 ? 1 : 0, correlation(one, one, shift), shift == 0 ? 0.03 : limit);
        }
        assertArrayEquals(one, drawn(9, context -> context.randomNormal(List.of(MANY))));
    }

    @Test
    void classesAreAsLikelyAsTheirSoftmax() {
        float[] logits = new float[3 * MANY];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(new double[] {0.2, 0.5, 0.3}[i % 3]);
        }
        float[] classes = drawn(4, context -> context.randomCategorical(context.floats(logits, MANY, 3))
                .oneHot(3)
                .mean(0));
        assertArrayEquals(new float[] {0.2f, 0.5f, 0.3f}, classes, 0.012f);
        float[] coins = drawn(4, context -> context.randomBernoulli(context.fill(0.3f, 200, 200)));
        assertEquals(0.3, mean(coins, x -> x), 0.012);
        assertDistributed(drawn(5, context -> context.randomGumbel(List.of(MANY))), x -> Math.exp(-Math.exp(-x)));
    }

    /** Noise as of Keras' GaussianNoise: in training only. */
    private static final LayerCode NOISE = (context, in) ->
            context.training() ? in.get(0).plus(context.randomNormal(in.get(0).shape(), 0, 0.5)) : in.get(0);

    private static final INDArray X = Nd4j.zeros(DataType.FLOAT, 300, 4);

    private static INDArray predicted(Network network, Phase phase, long seed) {
        return network.predict(List.of(X), phase, seed).get(0);
    }

    @Test
    void noiseOfTrainingFollowsFromTheSeed() {
        Network network = network(NOISE);
        assertEquals(X, network.predict(List.of(X)).get(0));
        INDArray noisy = predicted(network, Phase.TRAINING, 1);
        assertEquals(0.5, noisy.stdNumber().doubleValue(), 0.05);
        assertEquals(noisy, predicted(network, Phase.TRAINING, 1));
        assertFalse(noisy.equals(predicted(network, Phase.TRAINING, 2)));
    }

    @Test
    void aPlanDrawsWhatATapeDraws() {
        LayerCode code = (context, in) -> {
            Var first = context.randomNormal(in.get(0).shape());
            return first.plus(context.randomUniform(in.get(0).shape())).plus(in.get(0));
        };
        Network network = network(code);
        Alone model = new Alone(code);
        for (Phase phase : Phase.values()) {
            for (long seed : new long[] {0, 5}) {
                try (GradientTape tape = model.tape(phase, seed)) {
                    Var eager = model.call(
                            tape.context(),
                            tape.context().array(X.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 128))));
                    INDArray planned =
                            predicted(network, phase, seed).get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 128));
                    assertArrayEquals(
                            tape.context().numbers(eager),
                            planned.dup('c').ravel().toFloatVector(),
                            1e-6f);
                }
            }
        }
        assertEquals(
                predicted(network, Phase.INFERENCE, 0),
                network.predict(List.of(X)).get(0),
                "one seed unless another is given");
        INDArray all = predicted(network, Phase.INFERENCE, 5);
        assertFalse(
                all.getRow(0).equals(all.getRow(128)),
                "examples that are computed later get other numbers than the first");
    }

    @Test
    void eachBatchOfAnEvaluationDrawsOthersAndEachEvaluationTheSame() {
        LayerCode noise = (context, in) -> context.randomNormal(in.get(0).shape());
        GraphBuilder g = GraphBuilder.named("Noise");
        Wire out = g.apply("own", layer(noise), g.input("x", 4));
        Trainer<List<INDArray>, List<INDArray>> planned = Network.create(
                        g.output(out, LossFunction.MEAN_SQUARED_ERROR).build(), 1)
                .trainer(SGD.of(0.1));
        for (int examples : new int[] {32, 64}) {
            INDArray zeros = Nd4j.zeros(DataType.FLOAT, examples, 4);
            assertEquals(loss(planned, zeros), loss(planned, zeros));
        }
        assertNotEquals(
                loss(planned, Nd4j.zeros(DataType.FLOAT, 32, 4)),
                loss(planned, Nd4j.zeros(DataType.FLOAT, 64, 4)),
                "a second batch with the numbers of the first has its loss");
    }

    private static double loss(Trainer<List<INDArray>, List<INDArray>> trainer, INDArray zeros) {
        return trainer.evaluate(Dataset.of(
                        Structure.list(List.of("x")), List.of(zeros), Structure.list(List.of("own")), List.of(zeros)))
                .loss();
    }

    @Test
    void eachStepDrawsOthers() {
        LayerCode code = (context, in) -> {
            Var noise = context.randomNormal(in.get(0).shape());
            context.addLoss(noise.mean());
            return in.get(0);
        };
        GraphBuilder g = GraphBuilder.named("Steps");
        Network network = Network.create(
                g.output(
                                g.apply("out", Layers.dense(1), g.apply("own", layer(code), g.input("x", 4))),
                                LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
        INDArray y = Nd4j.zeros(DataType.FLOAT, 300, 1);
        double first = trainer.trainOnBatch(List.of(X), List.of(y)).loss();
        double second = trainer.trainOnBatch(List.of(X), List.of(y)).loss();
        assertTrue(Math.abs(first - second) > 1e-4, first + " and " + second);
    }

    /** A variational autoencoder's code (Kingma and Welling 2014): the gradient goes through mean and deviation, not through the draw. */
    @Test
    void aReparameterizedDrawHasTheGradientsOfItsMeanAndDeviation() {
        Alone model = new Alone((context, in) -> in.get(0));
        try (GradientTape tape = model.tape(Phase.TRAINING, 8)) {
            EagerContext context = tape.context();
            Var mean = context.floats(new float[] {1, -2, 0.5f, 3}, 2, 2);
            Var logVariance = context.floats(new float[] {0, 1, -1, 0.5f}, 2, 2);
            Var noise = context.randomNormal(mean.shape());
            Var code = mean.plus(logVariance.times(0.5f).exp().times(noise));
            List<Var> gradients = tape.gradients(code.square().sum(), List.of(mean, logVariance));
            float[] codes = context.numbers(code);
            float[] noises = context.numbers(noise);
            float[] deviations = context.numbers(logVariance.times(0.5f).exp());
            for (int i = 0; i < 4; i++) {
                assertEquals(2 * codes[i], context.numbers(gradients.get(0))[i], 1e-5);
                assertEquals(codes[i] * deviations[i] * noises[i], context.numbers(gradients.get(1))[i], 1e-5);
            }
        }
    }
}
