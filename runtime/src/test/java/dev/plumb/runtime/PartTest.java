package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Structure;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.BlockBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.BlockLayer;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parts of networks and networks made with parts of others have their weights in common. */
final class PartTest {
    private static final INDArray X = Nd4j.rand(DataType.FLOAT, 6, 4);

    private static Graph unit() {
        GraphBuilder g = GraphBuilder.named("Unit");
        Wire x = g.input("x", 8);
        Wire inner = g.apply("inner", Layers.dense(8).activation(TANH), x);
        return g.output(g.apply("sum", Layers.add(), inner, x)).build();
    }

    private static Graph autoencoder() {
        GraphBuilder e = GraphBuilder.named("Encoder");
        Wire hidden = e.apply("hidden", Layers.dense(8).activation(RELU), e.input("x", 4));
        Wire normal = e.apply("normal", Layers.batchNormalization(), hidden);
        Graph encoder = e.output(e.apply("code", Layers.dense(3), normal)).build();
        GraphBuilder g = GraphBuilder.named("Autoencoder");
        Wire latent = g.apply("latent", ModelLayer.of(encoder), g.input("x", 4));
        Wire wide = g.apply("wide", Layers.dense(8), latent);
        Wire stack = g.apply("stack", Repetition.of(3, ModelLayer.of(unit())), wide);
        return g.output(g.apply("decoded", Layers.dense(4), stack), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static INDArray out(Network network, INDArray... inputs) {
        return network.predict(List.of(inputs)).get(0);
    }

    @Test
    void aPartComputesWhatTheWholeComputesThere() {
        Network whole = Network.create(autoencoder(), 1);
        Network encoder = whole.upTo("latent");
        Network decoder = whole.part("latent", "decoded");
        assertEquals(List.of("latent/hidden", "latent/normal", "latent/code"), layers(encoder));
        assertEquals(out(whole, X), out(decoder, out(encoder, X)));
        assertEquals("latent", decoder.graph().inputs().get(0).name());
        assertEquals(
                Set.of("wide/kernel", "wide/bias"),
                Set.copyOf(whole.part("latent", "wide").weights().keySet()));
    }

    private static List<String> layers(Network network) {
        return network.graph().nodes().stream().map(node -> node.name()).toList();
    }

    @Test
    void pathsReachInside() {
        Network whole = Network.create(autoencoder(), 1);
        Network features = whole.upTo("latent/hidden", "stack/1", "stack/2/inner", "decoded");
        Map<String, INDArray> found = features.predict(Map.of("x", X));
        assertEquals(List.of("latent.hidden", "stack.1", "stack.2.inner", "decoded"), List.copyOf(found.keySet()));
        assertEquals(out(whole, X), found.get("decoded"));
        assertEquals(layers(whole), layers(features));
        assertEquals(whole.weights(), features.weights());
        Network first = whole.upTo("stack/0/inner");
        assertEquals(List.of("latent/hidden", "latent/normal", "latent/code", "wide", "stack/0/inner"), layers(first));
        assertEquals(
                List.of(6L, 8L), List.of(out(first, X).size(0), out(first, X).size(1)));
    }

    @Test
    void aPartThatReachesInsideIsSavedAndLoaded(@TempDir Path folder) {
        Network part = Network.create(autoencoder(), 1).upTo("stack/1/inner", "decoded");
        Path file = folder.resolve("part.plumb");
        part.save(file);
        assertEquals(part.predict(Map.of("x", X)), Network.load(file).predict(Map.of("x", X)));
    }

    @Test
    void aBlockAndAPartOfItAreInOneFile(@TempDir Path folder) {
        BlockBuilder b = BlockBuilder.named("Unit").input("x", DType.FLOAT32, "n");
        b.apply("inner", Layers.dense(8), "x");
        b.apply("out", Layers.dense(4), "inner");
        BlockLayer unit = b.output("out").build().with(Map.of());
        GraphBuilder w = GraphBuilder.named("Whole");
        Graph whole = w.output(w.apply("unit", unit, w.input("x", 4))).build();
        GraphBuilder g = GraphBuilder.named("Both");
        Wire cut = g.apply("cut", ModelLayer.of(whole).upTo("unit/inner"), g.input("x", 4));
        Network network = Network.create(g.output(g.apply("y", unit, cut)).build(), 1);
        Path file = folder.resolve("both.plumb");
        network.save(file);
        assertEquals(out(network, X), out(Network.load(file), X));
    }

    @Test
    void symbolicSizesStaySymbolic() {
        GraphBuilder e = GraphBuilder.named("Words");
        Wire shorter = e.apply("shorter", Layers.conv1D(4, 3), e.input("x", Shape.parse("steps", "4"), DType.FLOAT32));
        Graph words = e.output(e.apply("last", Layers.dense(4), shorter)).build();
        GraphBuilder g = GraphBuilder.named("Text");
        Wire first = g.apply(
                "first", Layers.conv1D(4, 3).strides(2), g.input("text", Shape.parse("time", "4"), DType.FLOAT32));
        Wire inner = g.apply("inner", ModelLayer.of(words), first);
        Wire stack = g.apply("stack", Repetition.of(2, ModelLayer.of(words)), inner);
        Network network = Network.create(
                g.output(g.apply("pooled", Layers.globalAveragePooling1D(), stack))
                        .build(),
                1);
        INDArray text = Nd4j.rand(DataType.FLOAT, 2, 31, 4);
        Network part = network.upTo("inner/shorter", "stack/0", "stack/1/shorter", "pooled");
        List<INDArray> found = part.predict(List.of(text));
        assertEquals(out(network, text), found.get(3));
        assertEquals(13, found.get(0).size(1));
        assertEquals(11, found.get(1).size(1));
        assertEquals(9, found.get(2).size(1));
        assertEquals(out(network, text), out(network.part("first", "pooled"), out(network.upTo("first"), text)));
    }

    @Test
    void whatIsNotThereIsSuggested() {
        Network whole = Network.create(autoencoder(), 1);
        assertEquals(
                "model 'Autoencoder' has no layer 'stack/1/iner', did you mean 'stack/1/inner'?",
                assertThrows(IllegalArgumentException.class, () -> whole.upTo("stack/1/iner"))
                        .getMessage());
        assertEquals(
                "in model 'Autoencoder' 'latent' does not need 'wide': a part from there cannot end there",
                assertThrows(IllegalArgumentException.class, () -> whole.part("wide", "latent"))
                        .getMessage());
    }

    @Test
    void aSharedLayerWithoutItsOwnerOwnsTheWeights() {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire left = g.apply("left", ModelLayer.of(unit()), g.input("a", 8));
        Wire right = g.applyAgain("right", left, g.input("b", 8));
        Network whole = Network.create(
                g.output(g.apply("sum", Layers.add(), left, right)).build(), 1);
        Network part = whole.upTo("right");
        assertEquals(
                List.of("right/inner/kernel", "right/inner/bias"),
                List.copyOf(part.weights().keySet()));
        assertEquals(whole.weight("left/inner/kernel"), part.weight("right/inner/kernel"));
        assertEquals(
                List.of("b"),
                part.graph().inputs().stream().map(Graph.Input::name).toList());
    }

    @Test
    void eachSeesWhatTheOtherTrains(@TempDir Path folder) {
        Network whole = Network.create(autoencoder(), 1);
        Network encoder = whole.upTo("latent");
        INDArray before = out(encoder, X);
        Trainer<List<INDArray>, List<INDArray>> outer = whole.trainer(Adam.of(0.01));
        outer.trainOnBatch(List.of(X), List.of(X));
        assertNotEquals(before, out(encoder, X));
        assertEquals(whole.weight("latent/hidden/kernel"), encoder.weight("latent/hidden/kernel"));

        // Losses of their own on one set of weights; each has moments of its own.
        Trainer<List<INDArray>, List<INDArray>> inner = trainer(encoder);
        INDArray codes = Nd4j.zeros(DataType.FLOAT, 6, 3);
        INDArray decoded = out(whole, X);
        inner.trainOnBatch(List.of(X), List.of(codes));
        assertNotEquals(decoded, out(whole, X));
        assertEquals(whole.weight("latent/normal/moving_mean"), encoder.weight("latent/normal/moving_mean"));
        assertEquals(1, outer.iterations());
        assertEquals(1, inner.iterations());

        Path file = folder.resolve("encoder.plumb");
        encoder.save(file);
        assertEquals(out(encoder, X), out(Network.load(file), X));
    }

    private static Trainer<List<INDArray>, List<INDArray>> trainer(Network encoder) {
        return encoder.trainer(
                Structure.list(List.of("x")),
                Structure.list(List.of("latent")),
                SGD.of(0.1),
                List.of(new OutputTraining("latent", Losses.meanSquaredError(), 1, List.of())));
    }

    /** A part that trains like a network of its own does: the flat arrays of its optimizer are its own, wherever the weights lie. */
    @Test
    void aPartTrainsLikeANetworkOfItsOwn(@TempDir Path folder) {
        Network whole = Network.create(autoencoder(), 1);
        Network part = whole.part("latent", "decoded");
        Path file = folder.resolve("part.plumb");
        part.save(file);
        Network alone = Network.load(file);
        INDArray codes = Nd4j.rand(DataType.FLOAT, 6, 3);
        INDArray encoded = whole.weight("latent/code/kernel");
        Trainer<List<INDArray>, List<INDArray>> first = part.trainer(Adam.of(0.01));
        Trainer<List<INDArray>, List<INDArray>> second = alone.trainer(Adam.of(0.01));
        for (int i = 0; i < 3; i++) {
            first.trainOnBatch(List.of(codes), List.of(X));
            second.trainOnBatch(List.of(codes), List.of(X));
        }
        assertEquals(alone.weights(), part.weights());
        assertEquals(encoded, whole.weight("latent/code/kernel"));
        part.save(file);
        assertEquals(alone.weights(), Network.load(file).weights());
    }

    @Test
    void freezingIsEachNetworksOwn() {
        Network whole = Network.create(autoencoder(), 1);
        whole.freeze("latent/hidden");
        Network encoder = whole.upTo("latent");
        assertEquals(Set.of("latent/hidden"), encoder.frozen());
        encoder.unfreeze("latent");
        assertEquals(Set.of("latent/hidden"), whole.frozen());
        INDArray before = whole.weight("latent/hidden/kernel");
        whole.trainer(Adam.of()).trainOnBatch(List.of(X), List.of(X));
        assertEquals(before, whole.weight("latent/hidden/kernel"));
        trainer(encoder).trainOnBatch(List.of(X), List.of(Nd4j.zeros(DataType.FLOAT, 6, 3)));
        assertNotEquals(before, whole.weight("latent/hidden/kernel"));
    }

    private static Graph classifier() {
        GraphBuilder e = GraphBuilder.named("Encoder");
        Wire hidden = e.apply("hidden", Layers.dense(8).activation(RELU), e.input("x", 4));
        Wire normal = e.apply("normal", Layers.batchNormalization(), hidden);
        Graph encoder = e.output(e.apply("code", Layers.dense(3), normal)).build();
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire encoded = g.apply("encoder", ModelLayer.of(encoder), g.input("x", 4));
        return g.output(g.apply("head", Layers.dense(2), encoded), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    @Test
    void aNetworkIsMadeWithPartsOfAnother() {
        Network autoencoder = Network.create(autoencoder(), 1);
        Network classifier = Network.create(classifier(), 2, Sharing.of("encoder", autoencoder, "latent"));
        INDArray codes = out(autoencoder.upTo("latent"), X);
        assertEquals(codes, out(classifier.upTo("encoder"), X));
        assertEquals(Network.create(classifier(), 2).weight("head/kernel"), classifier.weight("head/kernel"));
        Trainer<List<INDArray>, List<INDArray>> trainer = classifier.trainer(Adam.of(0.01));
        trainer.trainOnBatch(List.of(X), List.of(Nd4j.rand(DataType.FLOAT, 6, 2)));
        assertNotEquals(codes, out(autoencoder.upTo("latent"), X));
        assertEquals(autoencoder.weight("latent/code/bias"), classifier.weight("encoder/code/bias"));
    }

    /** Generator and discriminator, each trained by its own loss on weights that they have in common with what joins them. */
    @Test
    void adversariesTrainOnOneSetOfWeights() {
        GraphBuilder a = GraphBuilder.named("Generator");
        Graph generator =
                a.output(a.apply("fake", Layers.dense(4), a.input("noise", 2))).build();
        GraphBuilder b = GraphBuilder.named("Discriminator");
        Wire seen = b.apply("seen", Layers.dense(8).activation(TANH), b.input("example", 4));
        Graph discriminator = b.output(
                        b.apply("real", Layers.dense(1).activation(SIGMOID), seen), LossFunction.BINARY_CROSSENTROPY)
                .build();
        GraphBuilder c = GraphBuilder.named("Adversaries");
        Wire made = c.apply("generator", ModelLayer.of(generator), c.input("noise", 2));
        Graph both = c.output(
                        c.apply("discriminator", ModelLayer.of(discriminator), made), LossFunction.BINARY_CROSSENTROPY)
                .build();
        Network g = Network.create(generator, 1);
        Network d = Network.create(discriminator, 2);
        Network joined = Network.create(both, 3, Sharing.of("generator", g), Sharing.of("discriminator", d));
        joined.freeze("discriminator");

        INDArray noise = Nd4j.rand(DataType.FLOAT, 6, 2);
        INDArray real = Nd4j.ones(DataType.FLOAT, 6, 1);
        Trainer<List<INDArray>, List<INDArray>> critic = d.trainer(Adam.of(0.05));
        Trainer<List<INDArray>, List<INDArray>> forger = joined.trainer(Adam.of(0.01));
        for (int i = 0; i < 3; i++) {
            critic.trainOnBatch(List.of(X), List.of(real));
            INDArray fakes = out(g, noise);
            critic.trainOnBatch(List.of(fakes), List.of(Nd4j.zeros(DataType.FLOAT, 6, 1)));
            Map<String, INDArray> before = d.weights();
            double doubt = out(d, fakes).meanNumber().doubleValue();
            forger.trainOnBatch(List.of(noise), List.of(real));
            assertEquals(before, d.weights());
            assertEquals(out(joined, noise), out(d, out(g, noise)));
            assertTrue(out(joined, noise).meanNumber().doubleValue() > doubt, "the forger fools the critic more");
        }
        assertEquals(6, critic.iterations());
        assertEquals(3, forger.iterations());
    }

    @Test
    void whatCannotBeSharedIsRefused() {
        Network autoencoder = Network.create(autoencoder(), 1);
        assertEquals(
                "model 'Classifier' has nothing with weights at 'encodr', did you mean 'encoder'?",
                refused(Sharing.of("encodr", autoencoder, "latent")));
        assertEquals(
                "weight 'head/kernel' of model 'Classifier' has the shape (3, 2): it cannot be 'wide/kernel' of model 'Autoencoder',"
                        + " which has (3, 8)",
                refused(Sharing.of("head", autoencoder, "wide")));
        assertEquals(
                "weight 'encoder/hidden/kernel' of model 'Classifier' is to be 'hidden/kernel' of model 'Autoencoder', which has no such"
                        + " weight, did you mean 'latent/hidden/kernel'?",
                refused(Sharing.of("encoder", autoencoder)));
    }

    private static String refused(Sharing sharing) {
        return assertThrows(IllegalArgumentException.class, () -> Network.create(classifier(), 2, sharing))
                .getMessage();
    }

    @Test
    void aNetworkSaysItselfWhatIsTheSameInIt() {
        Network encoder = Network.create(autoencoder(), 1).upTo("latent");
        GraphBuilder g = GraphBuilder.named("Pair");
        ModelLayer layer = ModelLayer.of(encoder.graph());
        Wire left = g.apply("left", layer, g.input("a", 4));
        Wire right = g.apply("right", layer, g.input("b", 4));
        Wire again = g.applyAgain("again", left, g.input("c", 4));
        Graph pair = g.output(g.apply("all", Layers.add(), left, right, again)).build();
        assertEquals(
                "weights 'left/latent/hidden/kernel' and 'right/latent/hidden/kernel' of model 'Pair' would be the same: say so in the model,"
                        + " by @SameWeightsAs or by applying the layer again, and share only the layer that owns them",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Network.create(
                                        pair, 2, Sharing.of("left", encoder), Sharing.of("right", encoder)))
                        .getMessage());
        assertEquals(
                "model 'Pair' has nothing with weights at 'again': it uses those of 'left', share these",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Network.create(pair, 2, Sharing.of("again", encoder)))
                        .getMessage());
    }

    @Test
    void whatIsFrozenMayBeTrainedElsewhereMeanwhile() throws Exception {
        Network whole = Network.create(autoencoder(), 1);
        Network user = Network.create(classifier(), 2, Sharing.of("encoder", whole, "latent"));
        Trainer<List<INDArray>, List<INDArray>> trainer = user.trainer(SGD.of(0.1));
        INDArray classes = Nd4j.zeros(DataType.FLOAT, 6, 2);
        whileAnotherThreadTrains(whole, () -> {
            user.freeze("encoder");
            trainer.trainOnBatch(List.of(X), List.of(classes));
            user.unfreeze("encoder");
            assertThrows(IllegalStateException.class, () -> trainer.trainOnBatch(List.of(X), List.of(classes)));
        });
        trainer.trainOnBatch(List.of(X), List.of(classes));
    }

    @Test
    void oneThreadAtATimeTrainsSharedWeights() throws Exception {
        Network whole = Network.create(autoencoder(), 1);
        Network encoder = whole.upTo("latent");
        Trainer<List<INDArray>, List<INDArray>> inner = trainer(encoder);
        whileAnotherThreadTrains(whole, () -> {
            assertEquals(
                    "the trainer of model 'Autoencoder' would train weights that the other trains in another thread at this moment:"
                            + " train one after the other; to predict or evaluate at the same time is allowed",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> inner.trainOnBatch(List.of(X), List.of(Nd4j.zeros(DataType.FLOAT, 6, 3))))
                            .getMessage());
            assertTrue(Float.isFinite(out(encoder, X).sumNumber().floatValue()));
        });
    }

    private static void whileAnotherThreadTrains(Network network, Runnable work)
            throws InterruptedException, ExecutionException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<String> working = other.submit(() -> network.store().whileTraining("the other", () -> {
                started.countDown();
                try {
                    done.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "trained";
            }));
            started.await();
            work.run();
            done.countDown();
            assertEquals("trained", get(working));
        } finally {
            other.shutdownNow();
        }
    }

    private static String get(Future<String> future) throws InterruptedException, ExecutionException {
        return future.get();
    }
}
