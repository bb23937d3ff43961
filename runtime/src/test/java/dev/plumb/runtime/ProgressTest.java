package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

    private static String printed(Verbosity verbosity, Map<String, Double> logs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(verbosity, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now[0]);
        progress.begin(0, 2, 4);
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
