package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A whole model out of a file of Keras computes what Keras computes. */
final class KerasModelTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    static Stream<String> models() {
        return FixtureModels.names().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesWhatKerasComputes(String name) {
        KerasModel model = KerasModel.read(FixtureModels.file(name, folder));
        assertComputes(FixtureModels.Case.of(name), model.network());
    }

    static void assertComputes(FixtureModels.Case known, Network network) {
        List<INDArray> outputs = network.predict(known.arrays(network.graph()));
        List<INDArray> results = known.results();
        assertEquals(results.size(), outputs.size());
        for (int i = 0; i < results.size(); i++) {
            INDArray output = outputs.get(i).castTo(DataType.FLOAT);
            assertArrayEquals(results.get(i).shape(), output.shape(), "shape of output " + i);
            double scale = Math.max(1, results.get(i).amaxNumber().doubleValue());
            double largest = output.sub(results.get(i)).amaxNumber().doubleValue() / scale;
            assertTrue(largest <= TOLERANCE, "output " + i + " differs by " + largest);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void hasAsManyParameters(String name) {
        KerasModel model = KerasModel.read(FixtureModels.file(name, folder));
        assertEquals(FixtureModels.Case.of(name).parameters(), model.graph().parameters());
    }
}
