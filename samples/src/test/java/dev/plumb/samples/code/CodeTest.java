package dev.plumb.samples.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerOptimizer;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.blocks.ResidualVectorsModel;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is written in code is what is wired, and its gradients are right. */
final class CodeTest {
    @BeforeEach
    void theSameNumbersEachTime() {
        Nd4j.getRandom().setSeed(20);
    }

    private static INDArray random(long... shape) {
        return Nd4j.rand(DataType.FLOAT, shape);
    }

    private static double furthest(INDArray a, INDArray b) {
        return a.sub(b).normmaxNumber().doubleValue();
    }

    @Test
    void aBlockInCodeIsTheBlock() {
        Network wired = ResidualVectorsModel.create(1).network();
        Network written = ResidualVectorsInCodeModel.create(1).network();
        assertEquals(12_394, written.graph().parameters());
        assertEquals(wired.weights().keySet(), written.weights().keySet());
        wired.weights().forEach((path, weight) -> written.setWeight(path, weight));
        INDArray x = random(16, 20);
        INDArray y = Nd4j.createFromArray(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5);
        assertEquals(wired.predict(List.of(x)), written.predict(List.of(x)));
        for (Network network : List.of(wired, written)) {
            Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
            for (int step = 0; step < 5; step++) {
                trainer.trainOnBatch(List.of(x), List.of(y));
            }
        }
        wired.weights().forEach((path, weight) -> assertEquals(0, furthest(weight, written.weight(path)), 1e-6, path));
    }

    @Test
    void anEagerModelIsTheBlockToo() {
        Network wired = ResidualVectorsModel.create(1).network();
        ResidualVectorsEager eager = new ResidualVectorsEager(2);
        INDArray x = random(16, 20);
        int[] classes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5};
        eager.build(x);
        wired.weights().forEach((path, weight) -> eager.setWeight(eagerPath(path), weight));
        assertEquals(0, furthest(wired.predict(List.of(x)).get(0), eager.predict(x)), 1e-6);
        Trainer<List<INDArray>, List<INDArray>> trainer = wired.trainer(SGD.of(0.1));
        EagerOptimizer optimizer = eager.optimizer(SGD.of(0.1));
        for (int step = 0; step < 5; step++) {
            double expected = trainer.trainOnBatch(List.of(x), List.of(Nd4j.createFromArray(classes)))
                    .loss();
            try (GradientTape tape = eager.tape(Phase.TRAINING)) {
                Var output = eager.call(tape.context(), x);
                Var loss = tape.context()
                        .loss(
                                Losses.sparseCategoricalCrossentropy(),
                                output,
                                tape.context().ints(classes));
                assertEquals(expected, optimizer.step(tape, loss), 1e-5);
            }
        }
        wired.weights()
                .forEach(
                        (path, weight) -> assertEquals(0, furthest(weight, eager.weight(eagerPath(path))), 1e-6, path));
    }

    private static String eagerPath(String path) {
        return path.replaceFirst("^(wide|narrow)/", "$1_");
    }

    @Test
    void theAttentionBlockHasTheParametersOfKeras() {
        assertEquals(16_768, AttentionInCodeModel.create(1).network().graph().parameters());
        assertEquals(
                16_640,
                AttentionInCodeModel.create(1).network().weights().entrySet().stream()
                        .filter(weight -> weight.getKey().startsWith("heard/attended/"))
                        .mapToLong(weight -> weight.getValue().length())
                        .sum());
    }

    @Test
    void theAttentionBlockIsTheWiredOne() {
        GraphBuilder g = GraphBuilder.named("Wired");
        Wire x = g.input("steps", 32, 64);
        Wire attended = g.apply("attended", Layers.multiHeadAttention(4, 16), x);
        Wire added = g.apply("added", Layers.add(), x, attended);
        Wire normal = g.apply("normal", Layers.layerNormalization(), added);
        Network wired =
                Network.create(g.output(normal, LossFunction.MEAN_SQUARED_ERROR).build(), 1);
        Network written = AttentionInCodeModel.create(2).network();
        wired.weights().forEach((path, weight) -> written.setWeight("heard/" + path, weight));
        INDArray steps = random(2, 32, 64);
        assertEquals(
                0,
                furthest(
                        wired.predict(List.of(steps)).get(0),
                        written.predict(List.of(steps)).get(0)),
                1e-6);
        for (Network network : List.of(wired, written)) {
            network.trainer(SGD.of(0.1)).trainOnBatch(List.of(steps), List.of(steps.mul(2)));
        }
        wired.weights()
                .forEach((path, weight) ->
                        assertEquals(0, furthest(weight, written.weight("heard/" + path)), 1e-6, path));
    }

    @Test
    void theDistanceIsThatOfNd4j() {
        Network network = SiameseImagesModel.create(1).network();
        INDArray left = random(2, 64, 64, 3);
        INDArray right = random(2, 64, 64, 3);
        Network features = network.upTo("left", "right");
        List<INDArray> both = features.predict(List.of(left, right));
        INDArray expected = both.get(0).sub(both.get(1)).norm2(true, 1);
        assertEquals(0, furthest(expected, network.predict(List.of(left, right)).get(0)), 1e-5);
    }

    /** With a loss of less than 1: of a large one, the differences are those of rounding. */
    private static void checkGradients(Network network, INDArray x) {
        INDArray near = network.predict(List.of(x)).get(0).sub(random(3, 1));
        GradientsBySteps.check(network, List.of(x), List.of(near));
    }

    @Test
    void layersThatKerasLacksHaveRightGradients() {
        Network zoo = ZooModel.create(5).network();
        for (String path : Set.copyOf(zoo.weights().keySet())) {
            zoo.setWeight(
                    path, zoo.weight(path).add(random(zoo.weight(path).shape()).mul(0.3)));
        }
        // what is dropped at random has no gradient to compare
        Network smooth = ZooModel.variant().without("kept").create(5).network();
        zoo.weights().forEach((path, weight) -> smooth.setWeight(path, weight));
        checkGradients(smooth, random(3, 4, 4, 3));
    }

    @Test
    void layersForSequencesHaveRightGradients() {
        Network sounds = SoundsModel.create(5).network();
        checkGradients(sounds, random(3, 6, 4));
    }

    @Test
    void layersInCodeLearnToReadDigits() {
        double accuracy = CodeSample.train(ExcitedDigitsModel.create(42), Verbosity.SILENT);
        assertTrue(accuracy > 0.94, "accuracy " + accuracy);
    }

    @Test
    void theZooLearns() {
        ZooModel zoo = ZooModel.create(3);
        INDArray x = random(64, 4, 4, 3);
        INDArray y = x.mean(true, 1, 2, 3).reshape(64, 1).mul(3);
        Trainer<List<INDArray>, List<INDArray>> trainer = zoo.network().trainer(SGD.of(0.02));
        double first = trainer.trainOnBatch(List.of(x), List.of(y)).loss();
        double last = first;
        for (int step = 0; step < 100; step++) {
            last = trainer.trainOnBatch(List.of(x), List.of(y)).loss();
        }
        assertTrue(last < first / 4, first + " to " + last);
    }
}
