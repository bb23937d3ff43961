package dev.plumb.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.build.Nesting;
import dev.plumb.runtime.GraphPlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pictures of docs/seeing.md are what the library draws. To draw them anew: {@code -Dpictures.update=true}; and look at the difference, in a browser, light and
 * dark.
 */
final class GuidePicturesTest {
    private static final Path FOLDER = Path.of("../../docs/pictures");
    private static final Path GUIDE = Path.of("../../docs/seeing.md");

    private static final Map<String, Consumer<Path>> PICTURES = new TreeMap<>(Map.of(
            "residual.svg",
            file -> new Pictures().graph(Graphs.residual(), GraphPlot.defaults(), file),
            "matcher.svg",
            file -> new Pictures().graph(Graphs.several(), GraphPlot.defaults(), file),
            "matcher-folded.svg",
            file -> new Pictures()
                    .graph(
                            Graphs.several(),
                            GraphPlot.defaults().leftToRight().nesting(Nesting.FOLDED),
                            file),
            "curves.svg",
            file -> Histories.overfitting(24).plot(file),
            "confusion.svg",
            file -> ScorePlot.confusionMatrix(
                            new long[][] {{97, 2, 1, 0}, {3, 88, 4, 5}, {0, 9, 109, 1}, {0, 0, 2, 41}},
                            List.of("aeroplane", "automobile", "bird", "cat"))
                    .write(file),
            "roc.svg",
            file -> ScorePlot.roc(
                            ScorePlot.RocCurve.of(
                                    "network",
                                    new double[] {0, 0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 1},
                                    new double[] {0, 0.35, 0.56, 0.7, 0.81, 0.9, 0.95, 0.98, 1}),
                            ScorePlot.RocCurve.of(
                                    "logistic regression",
                                    new double[] {0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1},
                                    new double[] {0, 0.2, 0.33, 0.47, 0.62, 0.76, 0.85, 0.95, 1}))
                    .write(file),
            "calibration.svg",
            file -> ScorePlot.calibration(
                            "network",
                            new double[] {0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95},
                            new double[] {0.03, 0.11, 0.19, 0.31, 0.4, 0.57, 0.7, 0.83, 0.9, 0.97})
                    .write(file)));

    @TempDir
    Path drawn;

    static Stream<String> names() {
        return PICTURES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePictureOfTheGuideIsWhatIsDrawn(String name) throws Exception {
        Path kept = FOLDER.resolve(name);
        if (Boolean.getBoolean("pictures.update")) {
            PICTURES.get(name).accept(kept);
        }
        Path file = drawn.resolve(name);
        PICTURES.get(name).accept(file);
        assertEquals(Files.readString(file), Files.readString(kept), name);
    }

    @Test
    void theGuideShowsEachPictureAndThereIsNoOther() throws Exception {
        String guide = Files.readString(GUIDE);
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (String name : files.map(file -> file.getFileName().toString()).collect(Collectors.toList())) {
                assertTrue(guide.contains("](pictures/" + name + ")"), name + " is in the guide");
                assertTrue(PICTURES.containsKey(name) || name.endsWith(".png"), name + " is drawn here");
            }
        }
    }
}
