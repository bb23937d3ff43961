package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Network;
import dev.plumb.train.Adam;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole models that Keras 2 wrote, those of {@code src/test/fixtures/keras2.py}, compute what they compute there; or it is said what of them is not here. */
final class Keras2Test {
    private static final FixtureArchive FIXTURES = FixtureArchive.of("keras2.zip");

    @TempDir
    Path folder;

    private Path file(String name) {
        return FIXTURES.file(name + ".h5", folder);
    }

    static List<String> models() {
        return List.of("line", "images", "sequences", "attention", "nested", "seq2seq", "frozen");
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesWhatKeras2Computes(String name) {
        assertComputes(name, ".h5");
    }

    /** Its first form of archives. */
    @ParameterizedTest
    @MethodSource("models")
    void archivesComputeTheSame(String name) {
        assertComputes(name, ".keras");
    }

    private void assertComputes(String name, String ending) {
        KerasModel model = KerasModel.read(FIXTURES.file(name + ending, folder));
        FixtureModels.Case known = FixtureModels.Case.of(FIXTURES.json(name + ".json"));
        assertEquals(known.parameters(), model.graph().parameters());
        Network network = model.network();
        KerasModelTest.assertComputes(known, network);
        Path again = folder.resolve("again.keras");
        KerasExport.of(network).write(again);
        KerasModelTest.assertComputes(known, KerasModel.read(again).network());
    }

    @Test
    void frozenLayersAreFrozen() {
        assertEquals(Set.of("first"), KerasModel.read(file("frozen")).network().frozen());
    }

    @Test
    void operationsAndCodeAreRefusedByTheirPlaces() {
        assertEquals(
                List.of(
                        "'tf.nn.relu' (TFOpLambda): it is a function of TensorFlow: use a layer that does the same,"
                                + " or build the model in Keras 3",
                        "'tf.math.multiply' (TFOpLambda): it is a function of TensorFlow: use a layer that does the"
                                + " same, or build the model in Keras 3"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(file("operators")))
                        .reasons());
        assertEquals(
                List.of("'lambda' (Lambda): its code is Python: write it as a layer in code, or leave it out before"
                        + " saving"),
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(file("own_code")))
                        .reasons());
    }

    @ParameterizedTest
    @ValueSource(strings = {"line.h5", "line.keras"})
    void theStateOfItsOptimizersIsOfAnotherOrder(String name) {
        KerasModel model = KerasModel.read(FIXTURES.file(name, folder));
        String message = assertThrows(NoCounterpartException.class, model::optimizerState)
                .getMessage();
        assertTrue(
                message.endsWith(
                        "its state is in the order of Keras 2: load the model in Keras 3, train it and save it"),
                message);
        assertEquals(Adam.of(), model.optimizer());
    }
}
