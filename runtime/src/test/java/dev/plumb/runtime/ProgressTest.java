package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Progress looks as in Keras. */
final class ProgressTest {
    @Test
    void progressLooksLikeKeras() {
        Map<String, Double> logs = Map.of("loss", 0.9407, "accuracy", 0.3393);
        assertEquals(
                "Epoch 1/2\n4/4 - 2s - 500ms/step - accuracy: 0.3393 - loss: 0.9407\n", printed(Verbosity.LINES, logs));
        String bar = printed(Verbosity.BAR, logs).replaceAll("\u001b\\[\\d+m", "");
        assertEquals(
                "Epoch 1/2\n\r1/4 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.3393 - loss: 0.9407"
                        + "\r2/4 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.3393 - loss: 0.9407"
                        + "\r3/4 ━━━━━━━━━━━━━━━━━━━━ 0s 500ms/step - accuracy: 0.3393 - loss: 0.9407"
                        + "\r4/4 ━━━━━━━━━━━━━━━━━━━━ 2s 500ms/step - accuracy: 0.3393 - loss: 0.9407\n",
                bar);
        assertEquals("", printed(Verbosity.SILENT, logs));
    }

    /** As Keras: an epoch that is not known to end is counted, the next one has its length. */
    @Test
    void theNumberOfStepsMayBeUnknown() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress =
                Progress.of(Verbosity.BAR, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now[0]);
        for (int epoch = 0; epoch < 2; epoch++) {
            progress.begin(epoch, 2, OptionalInt.empty());
            for (int step = 1; step <= 2; step++) {
                now[0] += 1_000_000_000L;
                progress.step(step, () -> Map.of("loss", 0.5));
            }
            progress.end(Map.of("loss", 0.5));
        }
        String bar = bytes.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[\\d+m", "");
        assertEquals(
                "Epoch 1/2\n\r      1/Unknown 1s 1s/step - loss: 0.5000\r      2/Unknown 2s 1s/step - loss: 0.5000"
                        + "\r2/2 ━━━━━━━━━━━━━━━━━━━━ 2s 1s/step - loss: 0.5000\n"
                        + "Epoch 2/2\n\r1/2 ━━━━━━━━━━━━━━━━━━━━ 1s 1s/step - loss: 0.5000"
                        + "\r2/2 ━━━━━━━━━━━━━━━━━━━━ 2s 1s/step - loss: 0.5000\n",
                bar);
    }

    private static String printed(Verbosity verbosity, Map<String, Double> logs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(verbosity, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now[0]);
        progress.begin(0, 2, OptionalInt.of(4));
        for (int step = 1; step <= 4; step++) {
            now[0] += 500_000_000L;
            progress.step(step, () -> logs);
        }
        progress.end(logs);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void valuesArePrintedAsKerasPrintsThem() {
        assertEquals("0.3393", LogText.value(0.33929));
        assertEquals("123.4560", LogText.value(123.456));
        assertEquals("5.4100e-04", LogText.value(0.000541));
        assertEquals("1.0000e-03", LogText.value(1e-3));
        assertEquals("0.0000e+00", LogText.value(0));
        assertEquals("inf", LogText.value(Double.POSITIVE_INFINITY));
        assertEquals("-inf", LogText.value(Double.NEGATIVE_INFINITY));
        assertEquals("nan", LogText.value(Double.NaN));
    }
}
