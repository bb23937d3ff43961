package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Texts;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.StringLookupLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.shape.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers were adapted to goes with the weights that were learnt from it: the rows of a table are those of a vocabulary. */
final class TransferredVocabulariesTest {
    private static final List<String> VOCABULARY = List.of("[UNK]", "red", "green", "blue");

    private static final INDArray COLOURS = Texts.of(List.of("red", "red", "red", "green", "green", "blue"));
    private static final INDArray SIZES = Nd4j.create(new float[][] {{1}, {2}, {3}, {4}, {5}, {6}});

    /** A colour as a vector, and a size as a number of usual ones. */
    private static Graph things(StringLookupLayer lookup) {
        GraphBuilder g = GraphBuilder.named("Things");
        Wire ids = g.apply("ids", lookup, g.input("colour", Shape.of(), DType.STRING));
        Wire normal = g.apply("normal", Layers.normalization(), g.input("size", 1));
        Wire vector = g.apply("flat", Layers.flatten(), g.apply("vectors", Layers.embedding(8, 3), ids));
        return g.output(g.apply("both", Layers.concatenate(), vector, normal)).build();
    }

    /** A model in which things are a part. */
    private static Graph offers() {
        GraphBuilder g = GraphBuilder.named("Offers");
        Wire things = g.apply(
                "things",
                ModelLayer.of(things(Layers.stringLookup()).draft()),
                g.input("colour", Shape.of(), DType.STRING),
                g.input("size", 1));
        return g.output(g.apply("price", Layers.dense(1), things)).build();
    }

    private static Network adapted() {
        Network network = Network.create(things(Layers.stringLookup()), 1);
        network.adapt(List.of(COLOURS, SIZES));
        return network;
    }

    private static float[] bothOf(Network network) {
        return network.predict(List.of(COLOURS, SIZES)).get(0).dup().data().asFloat();
    }

    @Test
    void weightsFromANetworkComeWithItsVocabulary() {
        Network other = adapted();
        Network network = Network.create(things(Layers.stringLookup()), 2);
        MatchReport report = network.weightsFrom(other, Matching.byName());
        assertEquals(VOCABULARY, network.vocabulary("ids"));
        assertArrayEquals(bothOf(other), bothOf(network));
        assertTrue(report.matched().contains(new MatchReport.Match("ids", "ids")), report::toString);
    }

    @Test
    void andFromAFileIntoANestedModelInAnyMatching(@TempDir Path folder) {
        Path file = folder.resolve("things.plumb");
        adapted().save(file);
        Network byName = Network.create(offers(), 3);
        byName.weightsFrom(file, Matching.byName().into("things"));
        assertEquals(VOCABULARY, byName.vocabulary("things/ids"));
        Network byOrder = Network.create(offers(), 3);
        byOrder.weightsFrom(file, Matching.byOrder().into("things"));
        assertEquals(VOCABULARY, byOrder.vocabulary("things/ids"));
        assertArrayEquals(bothOf(byName), bothOf(byOrder));
    }

    @Test
    void aVocabularyThatDoesNotFitIsRefusedAndNothingIsChanged() {
        Network small = Network.create(things(Layers.stringLookup().maxTokens(3)), 2);
        Map<String, INDArray> before = small.weights();
        String text = refused(small, Matching.byName());
        assertTrue(
                text.contains("'ids': it has room for 3 ids (maxTokens), and the vocabulary of 'ids' in the other"
                        + " model 'Things' has 4"),
                text);
        assertEquals(before, small.weights());
        assertThrows(IllegalStateException.class, () -> small.vocabulary("ids"));

        Network shifted = Network.create(things(Layers.stringLookup().numOovIndices(2)), 2);
        assertTrue(
                refused(shifted, Matching.byName()).contains("'ids': its first term has the id 2, that of 'ids' in"),
                () -> refused(shifted, Matching.byName()));
        MatchReport report = shifted.weightsFrom(adapted(), Matching.byName().skippingMismatched());
        assertEquals("ids", report.skipped().get(0).layer());
    }

    private static String refused(Network network, Matching matching) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> network.weightsFrom(adapted(), matching))
                        .getMessage());
    }

    @Test
    void whatIsSkippedKeepsWhatItWasAdaptedTo() {
        Network network = Network.create(things(Layers.stringLookup()), 2);
        network.adapt(List.of(Texts.of(List.of("black", "white")), Nd4j.create(new float[][] {{10}, {30}})));
        network.weightsFrom(adapted(), Matching.byName().skip("ids", "normal"));
        assertEquals(List.of("[UNK]", "white", "black"), network.vocabulary("ids"));
        assertEquals(20, network.weight("normal/mean").getFloat(0));
    }

    @Test
    void aModelThatWasNotAdaptedGivesNoVocabulary() {
        Network network = Network.create(things(Layers.stringLookup()), 2);
        Network other = Network.create(things(Layers.stringLookup()), 1);
        MatchReport report = network.weightsFrom(other, Matching.byName());
        assertTrue(
                report.skipped()
                        .contains(new MatchReport.Skip(
                                "ids",
                                "'ids' of the other model 'Things' was not adapted: adapt(data) one of the two")),
                report::toString);
    }

    @Test
    void sharedLayersHaveOneVocabularyWhicheverIsAdapted() {
        Network things = Network.create(things(Layers.stringLookup()), 1);
        Network offers = Network.create(offers(), 2, Sharing.of("things", things));
        things.adapt(List.of(COLOURS, SIZES));
        assertEquals(VOCABULARY, offers.vocabulary("things/ids"));
        assertEquals(6, bothOf(offers).length);
        offers.adapt(List.of(Texts.of(Collections.nCopies(6, "black")), SIZES));
        assertEquals(List.of("[UNK]", "black"), things.vocabulary("ids"));
        assertEquals(List.of("[UNK]", "black"), offers.upTo("things/vectors").vocabulary("things/ids"));
    }

    @Test
    void whatIsSharedIsSavedWithIt(@TempDir Path folder) {
        Network offers = Network.create(offers(), 2, Sharing.of("things", adapted()));
        Path file = folder.resolve("offers.plumb");
        offers.save(file);
        Network loaded = Network.load(file);
        assertEquals(VOCABULARY, loaded.vocabulary("things/ids"));
        assertArrayEquals(bothOf(offers), bothOf(loaded));
    }

    @Test
    void aSingleLookupIsSharedToo() {
        Network network = Network.create(things(Layers.stringLookup()), 2, Sharing.of("ids", adapted(), "ids"));
        assertEquals(VOCABULARY, network.vocabulary("ids"));
        String text = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> Network.create(
                                things(Layers.stringLookup().maskToken("")), 2, Sharing.of("ids", adapted(), "ids")))
                .getMessage());
        assertTrue(text.contains("'ids' of model 'Things' cannot share its vocabulary"), text);
    }
}
