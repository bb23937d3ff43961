package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guides show of a user's own takes less than 15 lines. That it compiles is told by {@link DocumentationTest}. */
final class OneOfOnesOwnTest {
    private static final int FEW = 15;

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        losses.md;     static SampleLoss quantile(
        metrics.md;    record Spread(
        optimizers.md; record SignDescent(
        callbacks.md;  static Optimizer byHand(
        callbacks.md;  record Elsewhere<
        data.md;       static Dataset<INDArray, INDArray> dataset(
        """)
    void takesAFewLines(String page, String begin) throws IOException {
        List<String> lines =
                Files.readString(Path.of("..", "docs", page)).lines().toList();
        List<String> text = lines.stream()
                .dropWhile(line -> !line.strip().startsWith(begin))
                .toList();
        assertFalse(text.isEmpty(), () -> page + " has no '" + begin + "'");
        String end = text.get(0).replaceAll("\\S.*", "}");
        int length = text.indexOf(end) + 1;
        assertTrue(length > 1 && length < FEW, () -> page + ", '" + begin + "': " + length + " lines");
    }
}
