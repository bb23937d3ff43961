package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole models that Keras 2 wrote, those of {@code src/test/fixtures/keras2.py}, compute what they compute there; or it is said what of them is not here. */
final class Keras2Test {
    private static final FixtureArchive FIXTURES = FixtureArchive.of("keras2.zip");

    @TempDir
    Path folder;

    private Path file(String name) {
        return FIXTURES.file(name + ".h5", folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "images", "sequences", "attention", "nested", "seq2seq", "frozen"})
    void computesWhatKeras2Computes(String name) {
        KerasModel model = KerasModel.read(file(name));
        FixtureModels.Case known = FixtureModels.Case.of(FIXTURES.json(name + ".json"));
        assertEquals(known.parameters(), model.graph().parameters());
        Network network = model.network();
        KerasModelTest.assertComputes(known, network);
        Path again = folder.resolve("again.keras");
        KerasModel.write(network, again);
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

    @Test
    void theStateOfItsOptimizersIsOfAnotherOrder() {
        String message = assertThrows(NoCounterpartException.class, () -> KerasModel.read(file("line"))
                        .optimizerState())
                .getMessage();
        assertTrue(message.contains("Keras 2"), message);
    }
}
