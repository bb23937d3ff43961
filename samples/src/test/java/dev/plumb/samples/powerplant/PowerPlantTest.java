package dev.plumb.samples.powerplant;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerPlantTest {
    private static final Path MEASUREMENTS = Path.of("..", "..", "shared", "data", "ccpp.csv");

    @Test
    void theRealPlantIsLearnt() throws IOException {
        assumeTrue(Files.exists(MEASUREMENTS), MEASUREMENTS + " is not there");
        History history = fitted(MEASUREMENTS, 10);
        assertTrue(history.last("val_energy_loss") < 0.08, history::toString);
        assertTrue(history.last("val_vacuum_loss") < 0.02, history::toString);
    }

    @Test
    void aMadePlantIsLearnt(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("AT,V,AP,RH,PE\n");
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double temperature = 20 + 7 * random.nextGaussian();
            double vacuum = 54 + 12 * random.nextGaussian();
            double pressure = 1013 + 6 * random.nextGaussian();
            double humidity = 73 + 14 * random.nextGaussian();
            double energy = 500 - 2 * temperature - 0.2 * vacuum;
            text.append(temperature + "," + vacuum + "," + pressure + "," + humidity + "," + energy + "\n");
        }
        Path file = Files.writeString(folder.resolve("made.csv"), text);
        History history = fitted(file, 10);
        assertTrue(
                history.last("val_energy_loss")
                        < 0.1 * history.get("val_energy_loss").get(0),
                history::toString);
    }

    private static History fitted(Path file, int epochs) throws IOException {
        return PowerPlantSample.fit(
                PowerPlantModel.create(42),
                PowerPlantSample.read(file),
                Fit.epochs(epochs).verbose(Verbosity.SILENT));
    }
}
