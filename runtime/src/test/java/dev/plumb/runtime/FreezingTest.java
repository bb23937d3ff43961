package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is frozen does not move, what is not does; trainers follow at once, and optimizers go on with what they have. */
final class FreezingTest {
    private static final INDArray X = Nd4j.rand(DataType.FLOAT, 12, 4);
    private static final INDArray Y = Nd4j.rand(DataType.FLOAT, 12, 2);

    private static Graph graph() {
        GraphBuilder e = GraphBuilder.named("Encoder");
        Wire x = e.input("x", 4);
        Wire hidden = e.apply("hidden", Layers.dense(8).activation(RELU), x);
        Wire normal = e.apply("normal", Layers.batchNormalization(), hidden);
        Graph encoder = e.output(e.apply("code", Layers.dense(4), normal)).build();
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire encoded = g.apply("encoder", ModelLayer.of(encoder), g.input("x", 4));
        Wire stack = g.apply("stack", Repetition.of(3, Layers.dense(4).activation(RELU)), encoded);
        Wire dropped = g.apply("dropped", Layers.dropout(0.1), stack);
        return g.output(g.apply("head", Layers.dense(2), dropped), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static void step(Trainer<List<INDArray>, List<INDArray>> trainer) {
        trainer.trainOnBatch(List.of(X), List.of(Y));
    }

    /** The layers whose weights differ. */
    private static Set<String> moved(Map<String, INDArray> before, Network network) {
        return network.weights().entrySet().stream()
                .filter(weight -> !weight.getValue().equals(before.get(weight.getKey())))
                .map(weight -> weight.getKey().substring(0, weight.getKey().lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aTrainerFollowsFromItsNextStepOn() {
        Network network = Network.create(graph(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of());
        step(trainer);
        network.freeze("encoder", "stack/?");
        Map<String, INDArray> before = network.weights();
        step(trainer);
        assertEquals(Set.of("head"), moved(before, network));
        assertEquals(
                Set.of("encoder/code", "encoder/hidden", "encoder/normal", "stack/0", "stack/1", "stack/2"),
                network.frozen());

        network.unfreezeLast(3);
        before = network.weights();
        step(trainer);
        assertEquals(Set.of("head", "stack/1", "stack/2"), moved(before, network));

        network.unfreeze("encoder/**");
        before = network.weights();
        step(trainer);
        assertEquals(
                Set.of("encoder/code", "encoder/hidden", "encoder/normal", "head", "stack/1", "stack/2"),
                moved(before, network));
    }

    @Test
    void patternsReachWhereTheirStarsSay() {
        assertEquals(Set.of("stack/0", "stack/1", "stack/2"), frozen("stack/*"));
        assertEquals(Set.of("encoder/hidden", "head"), frozen("**/h*"));
        assertEquals(Set.of("head"), frozen("h*"));
        assertEquals(7, frozen("**").size());
        assertEquals(Set.of("encoder/code"), frozen("enc?der/c*"));
    }

    private static Set<String> frozen(String pattern) {
        Network network = Network.create(graph(), 1);
        network.freeze(pattern);
        return network.frozen();
    }

    @Test
    void whatIsNotThereCannotBeFrozen() {
        assertEquals(
                "model 'Classifier' has no layer 'encodr/**', did you mean 'encoder/**'?; its layers are encoder, stack,"
                        + " encoder/hidden, encoder/normal, encoder/code, stack/0, stack/1, stack/2, dropped, head",
                refused("head", "encodr/**"));
        assertFalse(refused("encoder/**/zz").contains("did you mean"), "a pattern that matches nothing is no help");
        assertEquals(
                "no layer that 'dropped' matches in model 'Classifier' has weights that can be trained (dropped); layers that have:"
                        + " encoder/hidden, encoder/normal, encoder/code, stack/0, stack/1, stack/2, head",
                refused("dropped"));
        assertEquals("no layers are named: give patterns such as 'encoder/hidden'", refused());
        Network network = Network.create(graph(), 1);
        assertEquals(
                "unfreezeLast takes from 1 to 7 for model 'Classifier', which has so many layers with weights that can be trained: found 8",
                assertThrows(IllegalArgumentException.class, () -> network.unfreezeLast(8))
                        .getMessage());
        assertEquals(
                "the learning rate of 'head' is multiplied by 0.0: must be above 0; freeze stops training",
                assertThrows(IllegalArgumentException.class, () -> network.learningRateMultiplier("head", 0))
                        .getMessage());
    }

    private static String refused(String... patterns) {
        Network network = Network.create(graph(), 1);
        String message = assertThrows(IllegalArgumentException.class, () -> network.freeze(patterns))
                .getMessage();
        assertEquals(Set.of(), network.frozen(), "nothing is frozen");
        return message;
    }

    @Test
    void nothingIsTrainedWhereAllIsFrozen() {
        Network network = Network.create(graph(), 1);
        network.freeze("**");
        assertEquals(
                "all layers of model 'Classifier' are frozen, so there is nothing to train: unfreeze some, such as by unfreezeLast(1)",
                assertThrows(IllegalStateException.class, () -> step(network.trainer(Adam.of())))
                        .getMessage());
    }

    /** Each weight's moments start when it is first trained: as in a model in which nothing was trained before. */
    @Test
    void theOptimizerStartsForALayerWhenItIsFirstTrained() {
        Network late = Network.create(graph(), 1);
        late.freeze("**");
        late.unfreeze("head");
        Trainer<List<INDArray>, List<INDArray>> trainer = late.trainer(Adam.of(0.01));
        for (int i = 0; i < 5; i++) {
            step(trainer);
        }
        late.unfreeze("encoder/hidden");
        Map<String, INDArray> before = late.weights();
        step(trainer);
        INDArray moves = late.weight("encoder/hidden/kernel").sub(before.get("encoder/hidden/kernel"));
        // The first step of Adam is the learning rate; moments without their correction would make it 3.16 times that.
        assertEquals(0.01, moves.amaxNumber().doubleValue(), 1e-4);
    }

    @Test
    void theStateOfAFrozenLayerIsKept(@TempDir Path folder) {
        Network network = Network.create(graph(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of(0.01));
        step(trainer);
        network.freeze("stack");
        step(trainer);
        Path file = folder.resolve("frozen.plumb");
        network.save(file);
        Network loaded = Network.load(file);
        assertEquals(network.frozen(), loaded.frozen());
        Trainer<List<INDArray>, List<INDArray>> other = loaded.trainer(Adam.of(0.01));
        for (int i = 0; i < 3; i++) {
            step(trainer);
            step(other);
        }
        assertEquals(network.weights(), loaded.weights());
        network.unfreeze("stack");
        loaded.unfreeze("stack");
        Map<String, INDArray> before = loaded.weights();
        step(trainer);
        step(other);
        assertEquals(network.weights(), loaded.weights());
        INDArray moves = loaded.weight("stack/2/bias").sub(before.get("stack/2/bias"));
        assertNotEquals(0, moves.amaxNumber().doubleValue(), 0);
    }

    @Test
    void aFileSaysWhatDiffersFromTheDeclaration(@TempDir Path folder) {
        Path file = folder.resolve("model.plumb");
        Network network = Network.create(declaredFrozen(), 1);
        assertEquals(Set.of("base"), network.frozen());
        network.unfreeze("base");
        network.freeze("head");
        network.learningRateMultiplier("base", 0.5);
        network.save(file);
        Network loaded = Network.load(file, declaredFrozen());
        assertEquals(Set.of("head"), loaded.frozen());
        loaded.save(folder.resolve("again.plumb"));
        assertEquals(Set.of("head"), Network.load(folder.resolve("again.plumb")).frozen());
    }

    private static Graph declaredFrozen() {
        GraphBuilder g = GraphBuilder.named("Frozen");
        Wire base = g.applyFrozen("base", Layers.dense(4), g.input("x", 4));
        return g.output(g.apply("head", Layers.dense(2), base), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    @Test
    void theSummaryFollows() {
        Network network = Network.create(graph(), 1);
        assertFalse(network.summaryText().contains("Trainable ┃"));
        long all = network.graph().trainableParameters();
        network.freeze("encoder");
        assertEquals(all - (4 * 8 + 8) - 2 * 8 - (8 * 4 + 4), network.graph().trainableParameters());
        assertTrue(network.summaryText().contains("Traina…"));
        step(network.trainer(Adam.of()));
        // the optimizer has two numbers for each weight that was trained, the number of steps and the learning rate
        long counted = 2 * network.graph().trainableParameters() + 2;
        assertTrue(network.summaryText().contains("Optimizer params: " + counted), network.summaryText());
    }

    @Test
    void aDeclaredFrozenLayerCanBeTrained() {
        Network network = Network.create(declaredFrozen(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of());
        step(trainer);
        Map<String, INDArray> before = network.weights();
        network.unfreeze("base");
        step(trainer);
        assertEquals(Set.of("base", "head"), moved(before, network));
    }

    @Test
    void aMultiplierIsALearningRateOfItsOwn() {
        for (Optimizer[] optimizers : new Optimizer[][] {
            {SGD.of(0.1).momentum(0.9), SGD.of(0.05).momentum(0.9)},
            {Adam.of(0.1), Adam.of(0.05)}
        }) {
            Network all = Network.create(graph(), 1);
            all.learningRateMultiplier("**", 0.5);
            Network half = Network.create(graph(), 1);
            Trainer<List<INDArray>, List<INDArray>> first = all.trainer(optimizers[0]);
            Trainer<List<INDArray>, List<INDArray>> second = half.trainer(optimizers[1]);
            for (int i = 0; i < 3; i++) {
                step(first);
                step(second);
            }
            assertEquals(half.weights(), all.weights());
        }
        Network some = Network.create(graph(), 1);
        some.learningRateMultiplier("encoder/**", 0.001);
        Map<String, INDArray> before = some.weights();
        step(some.trainer(Adam.of(0.1)));
        assertTrue(move(before, some, "encoder/code/kernel") < 1.1e-4);
        assertTrue(move(before, some, "head/kernel") > 0.09);
        assertFalse(some.graph().nodes().isEmpty());
    }

    private static double move(Map<String, INDArray> before, Network network, String path) {
        return network.weight(path).sub(before.get(path)).amaxNumber().doubleValue();
    }
}
