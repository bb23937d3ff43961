package dev.plumb.samples.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.samples.FormulaWeights;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

final class SavedTest {
    @Test
    void aLoadedModelGivesTheSameBits(@TempDir Path folder) {
        SavedModel model = SavedModel.create(42);
        Path file = folder.resolve("saved.plumb");
        model.save(file);
        INDArray x = FormulaWeights.numbers("x", 5, 10);
        assertArrayEquals(
                model.predict(x).ravel().toFloatVector(),
                SavedModel.load(file).predict(x).ravel().toFloatVector());
    }
}
