package dev.plumb.samples.powerplant;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.nd4j.linalg.factory.Nd4j;

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

    @Test
    void whatIsHeldBackHasNoPartInTheStatistics(@TempDir Path folder) throws IOException {
        String learnt = "AT,V,AP,RH,PE\n1,10,1,5,100\n3,30,1.5,6,200\n5,50,2,7,300\n7,70,2.5,8,400\n";
        Measurements usual =
                Measurements.read(Files.writeString(folder.resolve("usual.csv"), learnt + "4,40,1.75,6.5,250\n"));
        Measurements strange =
                Measurements.read(Files.writeString(folder.resolve("strange.csv"), learnt + "400,0,9,9,9\n"));
        assertEquals(usual.training(), strange.training());
        assertEquals(Nd4j.zeros(1, 5), usual.heldBack(), "the mean of what is learnt");
        assertEquals((400 - 4) / Math.sqrt(20 / 3.0), strange.heldBack().getDouble(0, 0), 1e-4);
    }

    private static History fitted(Path file, int epochs) throws IOException {
        return PowerPlantSample.fit(
                PowerPlantModel.create(42),
                Measurements.read(file),
                Fit.epochs(epochs).verbose(Verbosity.SILENT));
    }
}
