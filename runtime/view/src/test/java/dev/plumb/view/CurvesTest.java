package dev.plumb.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.History;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning curves and pictures of scores. */
final class CurvesTest {
    @TempDir
    Path folder;

    private Xml curves(History history) throws Exception {
        Path file = folder.resolve("curves.svg");
        history.plot(file);
        return Xml.of(Files.readString(file));
    }

    @Test
    void eachMeasureHasAChartWithTrainingAndValidation() throws Exception {
        Xml picture = curves(Histories.overfitting(20));
        List<String> texts = picture.texts("text");
        assertTrue(
                texts.containsAll(List.of("loss", "accuracy", "learning_rate (logarithmic)", "epoch")),
                texts.toString());
        assertEquals(2, texts.stream().filter("validation"::equals).count());
        assertEquals("Learning curves", picture.texts("title").get(0));
        long discs = picture.count("circle");
        assertEquals(20 + 20 + 20 + 10 + 20, discs, "a disc for each value, none where an epoch was not validated");
        assertTrue(
                picture.texts("title").contains("validation\n20: 0.4227"),
                picture.texts("title").toString());
    }

    @Test
    void oneEpochIsADiscAndNoneASentence() throws Exception {
        assertEquals(1, curves(Histories.of("loss", 0.5)).count("circle"));
        assertTrue(curves(History.of(List.of())).texts("text").contains("No epoch has been trained yet"));
    }

    @Test
    void whatIsNoNumberIsAGap() throws Exception {
        Xml picture = curves(Histories.of("loss", 4, 3, Double.NaN, 2, 1));
        assertEquals(4, picture.count("circle"));
        long lines =
                picture.count("path") - curves(Histories.of("loss", Double.NaN)).count("path");
        assertTrue(lines >= 2, "two lines with a gap between: " + lines);
    }

    @Test
    void manyEpochsAreALine() throws Exception {
        Xml picture = curves(Histories.overfitting(2000));
        assertEquals(0, picture.count("circle"));
    }

    @Test
    void namesOfMeasuresAreText() throws Exception {
        Xml picture = curves(History.of(List.of(new History.Epoch(0, Map.of("<b>&\"x\"", 1.0)))));
        assertTrue(picture.texts("text").contains("<b>&\"x\""));
        assertEquals(0, picture.count("b"));
    }

    @Test
    void pngAndPageAreWritten() throws Exception {
        Path png = folder.resolve("curves.png");
        Histories.overfitting(10).plot(png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(2 * 2 * 440, image.getWidth());
        assertEquals(2 * 2 * 290, image.getHeight());
        Path page = folder.resolve("curves.html");
        Histories.overfitting(10).plot(page);
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
        assertThrows(
                IllegalArgumentException.class, () -> Histories.overfitting(3).plot(folder.resolve("curves.gif")));
    }

    @Test
    void aConfusionMatrixHasCountsSharesAndNames() throws Exception {
        Path file = folder.resolve("confusion.svg");
        ScorePlot.confusionMatrix(new long[][] {{8, 2}, {0, 5}}, List.of("cat", "<dog>"))
                .write(file);
        Xml picture = Xml.of(Files.readString(file));
        List<String> texts = picture.texts("text");
        assertTrue(
                texts.containsAll(List.of("8", "80 %", "2", "20 %", "0", "5", "100 %", "cat", "<dog>")),
                texts.toString());
        assertTrue(texts.contains("Confusion matrix, 86.7 % right"), texts.toString());
        assertTrue(picture.texts("title").contains("cat as <dog>: 2 (20 %)"));
    }

    @Test
    void aLargeConfusionMatrixHasColoursOnly() throws Exception {
        long[][] counts = new long[100][100];
        for (int i = 0; i < 100; i++) {
            counts[i][i] = 7;
        }
        Path file = folder.resolve("confusion.svg");
        ScorePlot.confusionMatrix(
                        counts,
                        java.util.stream.IntStream.range(0, 100)
                                .mapToObj(Integer::toString)
                                .toList())
                .write(file);
        Xml picture = Xml.of(Files.readString(file));
        assertEquals(1 + 100 * 100, picture.count("rect"));
        assertFalse(picture.texts("text").contains("100 %"));
        assertTrue(picture.count("text") < 150, "names are a line apart");
    }

    @Test
    void rocCurvesTellTheirAreas() throws Exception {
        ScorePlot.RocCurve curve =
                ScorePlot.RocCurve.of("network", new double[] {0, 0, 0.5, 1}, new double[] {0, 0.5, 1, 1});
        assertEquals(0.875, curve.area(), 1e-12);
        Path file = folder.resolve("roc.svg");
        ScorePlot.roc(curve).write(file);
        List<String> texts = Xml.of(Files.readString(file)).texts("text");
        assertTrue(
                texts.containsAll(List.of("ROC", "network (area 0.875)", "chance", "false positive rate")),
                texts.toString());
    }

    @Test
    void calibrationLeavesEmptyBinsOut() throws Exception {
        Path file = folder.resolve("calibration.svg");
        ScorePlot.calibration("network", new double[] {0.1, 0.5, 0.9}, new double[] {0.2, Double.NaN, 0.8})
                .write(file);
        Xml picture = Xml.of(Files.readString(file));
        assertEquals(2, picture.count("circle"));
        assertTrue(picture.texts("text").contains("perfect"));
    }

    @Test
    void scoresThatMakeNoSenseAreRefused() {
        assertMessage(
                "row 1 of the confusion matrix must have 2 counts, found 1",
                () -> ScorePlot.confusionMatrix(new long[][] {{1, 2}, {3}}, List.of("a", "b")));
        assertMessage(
                "a confusion matrix of 1 classes needs as many names, found 2",
                () -> ScorePlot.confusionMatrix(new long[][] {{1}}, List.of("a", "b")));
        assertMessage(
                "row 0 of the confusion matrix has a count below 0: [-1]",
                () -> ScorePlot.confusionMatrix(new long[][] {{-1}}, List.of("a")));
        assertMessage(
                "the true positive rates of 'x' must be from 0 to 1, found 1.5",
                () -> ScorePlot.RocCurve.of("x", new double[] {0, 1}, new double[] {0, 1.5}));
        assertMessage("a picture of ROC curves needs at least one, found none", ScorePlot::roc);
    }

    private static void assertMessage(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
