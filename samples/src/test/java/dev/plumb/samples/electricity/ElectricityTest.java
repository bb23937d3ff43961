package dev.plumb.samples.electricity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.runtime.Verbosity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

final class ElectricityTest {
    private static final Path MEASUREMENTS = Path.of("..", "..", "shared", "data", "ccpp.csv");

    @TempDir
    Path folder;

    /** A straight line through the training hours is 4.6 MW off. */
    @Test
    void theRealPlantIsMetBetterThanByAStraightLine() {
        assumeTrue(Files.exists(MEASUREMENTS), MEASUREMENTS + " is not there");
        ElectricityModel model = ElectricityModel.create(42);
        ElectricitySample.Result result =
                ElectricitySample.train(model, Hours.read(MEASUREMENTS), 30, Verbosity.SILENT);
        assertTrue(result.error() < 4.3, result::toString);
    }

    @Test
    void aMadePlantIsLearntAndTrainingEndsByItself() throws IOException {
        Hours hours = Hours.read(made(1500));
        ElectricityModel model = ElectricityModel.create(42);
        ElectricitySample.Result result = ElectricitySample.train(model, hours, 1000, Verbosity.SILENT);
        assertTrue(result.error() < 1, result::toString);
        List<Double> losses = result.history().get("val_loss");
        int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
        assertEquals(losses.size() - 1, best + 10, "ten epochs after the best one");
    }

    @Test
    void meansAndVariancesAreThoseOfTheTrainingHoursAndTravelWithTheModel() throws IOException {
        Hours hours = Hours.read(made(500));
        ElectricityModel model = ElectricityModel.create(42);
        ElectricitySample.train(model, hours, 1, Verbosity.SILENT);
        INDArray learnt = hours.training().inputArrays().get(0);
        assertArrayEquals(
                learnt.mean(0).toFloatVector(),
                model.network().weight("normal/mean").toFloatVector(),
                1e-3f);
        assertArrayEquals(
                learnt.var(false, 0).toFloatVector(),
                model.network().weight("normal/variance").toFloatVector(),
                1e-2f);
        Path file = folder.resolve("electricity.plumb");
        model.save(file);
        float[] day = {25, 65, 1012, 60};
        assertArrayEquals(model.predict(day), ElectricityModel.load(file).predict(day));
    }

    @Test
    void theSampleDrawsItsLearningCurve() throws IOException {
        Path picture = folder.resolve("curves.svg");
        String printed = run(made(200).toString(), picture.toString());
        assertTrue(printed.contains("MW"), printed);
        assertTrue(Files.readString(picture).contains("<svg"), "a picture");
    }

    @Test
    void aColumnThatIsMissingIsNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("other.csv"), "temperature,vacum,pressure,humidity,energy\n1,2,3,4,5\n");
        String printed = run(file.toString());
        assertTrue(printed.contains("has no column 'vacuum', did you mean 'vacum'?"), printed);
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ElectricitySample().run(List.of(arguments), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Hours of a plant whose energy depends on two of its numbers. */
    private Path made(int hours) throws IOException {
        StringBuilder text = new StringBuilder("temperature,vacuum,pressure,humidity,energy\n");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < hours; i++) {
            double temperature = 20 + 7 * random.nextGaussian();
            double vacuum = 54 + 12 * random.nextGaussian();
            text.append(String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%.2f,%.2f,%.2f%n",
                    temperature,
                    vacuum,
                    1013 + 6 * random.nextGaussian(),
                    73 + 14 * random.nextGaussian(),
                    500 - 2 * temperature - 0.2 * vacuum));
        }
        return Files.writeString(folder.resolve("made.csv"), text);
    }
}
