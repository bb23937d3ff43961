package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.data.Texts;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Adam;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers that learn from data before training, in models. */
final class AdaptTest {
    private static final String[] REVIEWS = {"good film", "bad film", "good good plot", "bad bad end"};

    /** Texts and numbers together: terms beside two normalized numbers, one behind the other. */
    private static Graph mixed() {
        GraphBuilder g = GraphBuilder.named("Mixed");
        Wire text = g.input("text", Shape.of(1), DType.STRING);
        Wire numbers = g.input("numbers", 2);
        Wire terms = g.apply(
                "terms",
                Layers.textVectorization()
                        .maxTokens(8)
                        .outputMode(OutputMode.MULTI_HOT)
                        .padToMaxTokens(true),
                text);
        Wire normal = g.apply("normal", Layers.normalization(), numbers);
        Wire doubled = g.apply("doubled", Layers.rescaling(2), normal);
        Wire again = g.apply("again", Layers.normalization(), doubled);
        Wire both = g.apply("both", Layers.concatenate(), terms, again);
        Wire out = g.apply("out", Layers.dense(1).activation(ActivationFunction.SIGMOID), both);
        return g.output(out, LossFunction.BINARY_CROSSENTROPY).build();
    }

    private static INDArray numbers() {
        return Nd4j.create(new float[][] {{1, 100}, {3, 100}, {5, 300}, {7, 300}});
    }

    private static List<INDArray> inputs() {
        return List.of(
                Texts.ofRows(new String[][] {{REVIEWS[0]}, {REVIEWS[1]}, {REVIEWS[2]}, {REVIEWS[3]}}), numbers());
    }

    private static Network adapted() {
        Network network = Network.create(mixed(), 7);
        network.adapt(inputs());
        return network;
    }

    @Test
    void aLayerBehindAnotherSeesWhatThatMakesOfTheData() {
        Network network = adapted();
        assertEquals(List.of("[UNK]", "good", "bad", "film", "plot", "end"), network.vocabulary("terms"));
        assertArrayEquals(new float[] {4, 200}, network.weight("normal/mean").toFloatVector());
        assertArrayEquals(
                new float[] {5, 10_000}, network.weight("normal/variance").toFloatVector());
        assertEquals(4, network.weight("normal/count").getFloat(0));
        assertArrayEquals(new float[] {0, 0}, network.weight("again/mean").toFloatVector(), 1e-6f);
        assertArrayEquals(new float[] {4, 4}, network.weight("again/variance").toFloatVector(), 1e-5f);
    }

    @Test
    void idsAreTermsAgain() {
        Network network = adapted();
        INDArray terms = network.terms("terms", Nd4j.createFromArray(new int[][] {{0, 1, 5}, {6, -1, 3}}));
        assertArrayEquals(new long[] {2, 3}, terms.shape());
        assertEquals(
                List.of("[UNK]", "good", "end", "[UNK]", "[UNK]", "film"),
                IntStream.range(0, 6).mapToObj(terms::getString).toList());
        assertEquals("plot", network.terms("terms", Nd4j.scalar(4)).getString(0));
        assertEquals(
                "the ids (2) have 1.5: expected whole numbers, as argMax gives them of scores",
                assertThrows(InputException.class, () -> network.terms("terms", Nd4j.createFromArray(1, 1.5f)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> network.terms("normal", Nd4j.scalar(1)));
    }

    @Test
    void aModelThatWasNotAdaptedSaysSo() {
        Network network = Network.create(mixed(), 7);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> network.predict(inputs()));
        assertTrue(String.valueOf(refused.getMessage()).contains("was not adapted"), refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).contains("fix     call adapt(data)"), refused::getMessage);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of(0.1));
        assertThrows(IllegalStateException.class, () -> trainer.fit(labelled(), Fit.epochs(1)));
        assertThrows(IllegalStateException.class, () -> trainer.evaluate(labelled()));
        assertThrows(IllegalStateException.class, () -> network.vocabulary("terms"));
        network.adapt("normal", labelled());
        IllegalStateException still = assertThrows(IllegalStateException.class, () -> network.predict(inputs()));
        assertTrue(String.valueOf(still.getMessage()).startsWith("TextVectorization 'terms'"), still::getMessage);
    }

    @Test
    void aLayerIsNotAdaptedBeforeThoseThatItStandsBehind() {
        Network network = Network.create(mixed(), 7);
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> network.adapt("again", labelled()));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith(
                                "Normalization 'again' stands behind Normalization 'normal', which was not adapted"),
                refused::getMessage);
    }

    @Test
    void aLayerThatLearnsNothingIsNamed() {
        Network network = Network.create(mixed(), 7);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> network.adapt("out", labelled()));
        assertEquals(
                "Dense 'out' of model 'Mixed' learns nothing from data; layers that do are [terms, normal, again]",
                refused.getMessage());
    }

    private static Dataset<List<INDArray>, List<INDArray>> labelled() {
        return Dataset.of(
                Structure.list(List.of("text", "numbers")),
                inputs(),
                Structure.list(List.of("out")),
                List.of(Nd4j.create(new float[][] {{1}, {0}, {1}, {0}})));
    }

    @Test
    void textsAreTrainedOnAndSavedWithTheirVocabulary(@TempDir Path folder) {
        Network network = adapted();
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of(0.1));
        double before = trainer.evaluate(labelled()).loss();
        trainer.fit(labelled(), Fit.epochs(30).batchSize(3).verbose(Verbosity.SILENT));
        assertTrue(trainer.evaluate(labelled()).loss() < before / 3);
        Path file = folder.resolve("mixed.plumb");
        network.save(file);
        network.verifySaved(file);
        Network again = Network.load(file);
        assertEquals(network.vocabulary("terms"), again.vocabulary("terms"));
        assertEquals(network.predict(inputs()), again.predict(inputs()));
        assertEquals(network.predict(inputs()), Network.load(file, mixed()).predict(inputs()));
        again.adapt("terms", labelled());
        again.verifySaved(file);
        Network other = adapted();
        IllegalArgumentException differs = assertThrows(IllegalArgumentException.class, () -> other.verifySaved(file));
        assertTrue(String.valueOf(differs.getMessage()).contains("holds other weights"), differs::getMessage);
    }

    @Test
    void anotherVocabularyIsAnotherModel(@TempDir Path folder) {
        Network network = adapted();
        Path file = folder.resolve("mixed.plumb");
        network.save(file);
        network.adapt(
                "terms",
                Dataset.of(
                        Structure.list(List.of("text", "numbers")),
                        List.of(Texts.ofRows(new String[][] {{"new words"}}), Nd4j.zeros(1, 2)),
                        Structure.single("out"),
                        Nd4j.zeros(1, 1)));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> network.verifySaved(file));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .endsWith("holds another vocabulary of 'terms' than model 'Mixed': 5 terms in the file and 2"
                                + " terms in the model"),
                refused::getMessage);
    }

    @Test
    void partsKnowWhatTheWholeWasAdaptedTo() {
        Network network = adapted();
        INDArray terms = network.upTo("terms").predict(List.of(inputs().get(0))).get(0);
        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 0, 0, 0}, terms.getRow(0).toFloatVector());
        assertEquals(terms, network.preprocess(inputs()).get(1));
        Network rest = network.part("terms", "out");
        assertEquals(
                network.predict(inputs()).get(0),
                rest.predict(Map.of("terms", terms, "numbers", numbers())).get("out"));
    }

    @Test
    void stringsAndNumbersAreNotTakenForEachOther() {
        Network network = adapted();
        InputException numbers =
                assertThrows(InputException.class, () -> network.predict(List.of(Nd4j.zeros(4, 1), numbers())));
        assertEquals("input 'text' takes string, found FLOAT: make it by Texts.of(…)", numbers.getMessage());
        InputException texts = assertThrows(
                InputException.class,
                () -> network.predict(List.of(inputs().get(0), Texts.ofRows(new String[] {"1", "2"}))));
        assertEquals(
                "input 'numbers' takes float32, found UTF8: numbers are given as arrays of numbers",
                texts.getMessage());
        InputException missing = assertThrows(InputException.class, () -> Texts.of("a", null));
        assertEquals("text 1 is null: leave the example out, or give \"\"", missing.getMessage());
    }

    private static Graph lookup(int rows) {
        GraphBuilder g = GraphBuilder.named("Lookup");
        Wire words = g.input("words", Shape.of(2), DType.STRING);
        Wire ids = g.apply("ids", Layers.stringLookup(), words);
        Wire vectors = g.apply("vectors", Layers.embedding(rows, 3), ids);
        return g.output(g.apply("flat", Layers.flatten(), vectors)).build();
    }

    @Test
    void aTableNeedsARowForEachId() {
        Network network = Network.create(lookup(4), 1);
        network.adapt(List.of(Texts.ofRows(new String[][] {{"a", "b"}, {"c", "d"}})));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> network.predict("a", "b"));
        assertEquals(
                "Embedding 'vectors' has 4 rows, and StringLookup 'ids' was adapted to 5 ids: maxTokens = 4, or"
                        + " inputDim = 5 or more",
                refused.getMessage());
    }

    @Test
    void oneExampleIsPredictedAsABatchIs() {
        Network network = Network.create(lookup(9), 1);
        network.adapt(List.of(Texts.ofRows(new String[][] {{"日本", "b"}, {"c", "é"}})));
        float[] one = network.predict("é", "日本");
        INDArray batch = network.predict(List.of(Texts.ofRows(new String[][] {{"b", "new"}, {"é", "日本"}})))
                .get(0);
        assertArrayEquals(one, batch.getRow(1).toFloatVector());
        assertEquals(6, one.length);
        assertThrows(InputException.class, () -> network.predict("one"));
        @SuppressWarnings("NullAway") // as code without null checks may give it
        String[] absent = {"one", null};
        assertEquals(
                "input 'words' has no string at 1: leave the example out, or give \"\"",
                assertThrows(InputException.class, () -> network.predict(absent))
                        .getMessage());
    }

    @Test
    void whatIsStreamedIsReadInBatchesAndClosed() {
        Network network = Network.create(lookup(40), 1);
        Words words = new Words();
        network.adapt(words, 4);
        assertEquals(List.of("[UNK]", "w6", "w5", "w4", "w3", "w2", "w1", "w0"), network.vocabulary("ids"));
        assertEquals(1, words.opened);
        assertEquals(1, words.closed);
    }

    /** Ten examples that are nowhere at once: word i of seven. */
    private static final class Words implements Dataset<INDArray, INDArray> {
        private int opened;
        private int closed;

        @Override
        public Structure<INDArray> inputStructure() {
            return Structure.single("words");
        }

        @Override
        public Structure<INDArray> targetStructure() {
            return Structure.single("flat");
        }

        @Override
        public OptionalInt knownSize() {
            return OptionalInt.empty();
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            opened++;
            return new Batches() {
                private int from = -batchSize;

                @Override
                public boolean next() {
                    from += batchSize;
                    return from < 14;
                }

                @Override
                public int size() {
                    return Math.min(batchSize, 14 - from);
                }

                @Override
                public void input(int index, String[] destination) {
                    for (int i = 0; i < destination.length; i++) {
                        destination[i] = "w" + (from + i / 2) % 7;
                    }
                }

                @Override
                public void input(int index, FloatBuffer destination) {
                    throw new AssertionError("words are no numbers");
                }

                @Override
                public void input(int index, IntBuffer destination) {
                    throw new AssertionError("words are no numbers");
                }

                @Override
                public void target(int index, FloatBuffer destination) {
                    throw new AssertionError("nothing is learnt of targets");
                }

                @Override
                public void target(int index, IntBuffer destination) {
                    throw new AssertionError("nothing is learnt of targets");
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }
}
