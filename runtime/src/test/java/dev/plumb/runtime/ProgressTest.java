package dev.plumb.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
        Progress progress = Progress.of(Verbosity.BAR, new PrintStream(bytes, true, UTF_8), () -> now[0]);
        for (int epoch = 0; epoch < 2; epoch++) {
            progress.begin(epoch, 2, OptionalInt.empty());
            for (int step = 1; step <= 2; step++) {
                now[0] += 1_000_000_000L;
                progress.step(step, () -> Map.of("loss", 0.5));
            }
            progress.end(Map.of("loss", 0.5));
        }
        String bar = bytes.toString(UTF_8).replaceAll("\u001b\\[\\d+m", "");
        assertEquals(
                "Epoch 1/2\n\r      1/Unknown 1s 1s/step - loss: 0.5000\r      2/Unknown 2s 1s/step - loss: 0.5000"
                        + "\r2/2 ━━━━━━━━━━━━━━━━━━━━ 2s 1s/step - loss: 0.5000\n"
                        + "Epoch 2/2\n\r1/2 ━━━━━━━━━━━━━━━━━━━━ 1s 1s/step - loss: 0.5000"
                        + "\r2/2 ━━━━━━━━━━━━━━━━━━━━ 2s 1s/step - loss: 0.5000\n",
                bar);
    }

    /** A log has no carriage returns, colours or backspaces. */
    @Test
    void aLogHasTheLastStateOfABar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(Verbosity.BAR, false, new PrintStream(bytes, true, UTF_8), () -> now[0]);
        progress.begin(0, 2, OptionalInt.of(2));
        for (int step = 1; step <= 2; step++) {
            now[0] += 500_000_000L;
            progress.step(step, () -> Map.of("loss", 1.0));
        }
        progress.say("The rate is reduced");
        progress.end(Map.of("loss", 0.5));
        assertEquals(
                "Epoch 1/2\nThe rate is reduced\n2/2 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - loss: 0.5000\n",
                bytes.toString(UTF_8));
    }

    @Test
    void whatIsSaidStandsOnALineOfItsOwn() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(Verbosity.BAR, true, new PrintStream(bytes, true, UTF_8), () -> now[0]);
        progress.begin(0, 1, OptionalInt.of(2));
        now[0] += 500_000_000L;
        progress.step(1, () -> Map.of("loss", 1.0));
        progress.say("The rate is reduced");
        now[0] += 500_000_000L;
        progress.end(Map.of("loss", 0.5));
        assertEquals(
                List.of(
                        "1/2 ━━━━━━━━━━━━━━━━━━━━ 0s 500ms/step - loss: 1.0000",
                        "The rate is reduced",
                        "1/1 ━━━━━━━━━━━━━━━━━━━━ 1s 1s/step - loss: 0.5000"),
                bytes.toString(UTF_8)
                        .replaceAll("\u001b\\[\\d+m", "")
                        .replace("\r", "")
                        .lines()
                        .toList());
    }

    /** An epoch that goes on in its middle counts its own steps only. */
    @Test
    void timeIsThatOfTheStepsThatWereTaken() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(Verbosity.LINES, false, new PrintStream(bytes, true, UTF_8), () -> now[0]);
        progress.begin(4, 5, OptionalInt.of(10));
        progress.resume(8);
        for (int step = 9; step <= 10; step++) {
            now[0] += 1_000_000_000L;
            progress.step(step, () -> Map.of("loss", 1.0));
        }
        progress.end(Map.of("loss", 0.5));
        assertEquals("Epoch 5/5\n10/10 - 2s - 1s/step - loss: 0.5000\n", bytes.toString(UTF_8));
    }

    @Test
    void aBarIsDrawnInIdesAndNotebooks() {
        assertTrue(Progress.isDrawn(Map.of("JPY_PARENT_PID", "12"), "app.jar"));
        assertTrue(Progress.isDrawn(Map.of(), "app.jar:/opt/idea/lib/idea_rt.jar"));
        assertFalse(Progress.isDrawn(Map.of("CI", "true"), "app.jar"));
    }

    /** Parts of the last batch are one step. */
    @Test
    void evaluateAndPredictShowHowFarTheyAre() {
        Network network = Killable.network(1);
        Trainer<INDArray, INDArray> trainer = Killable.trainer(network);
        INDArray inputs = Nd4j.ones(DataType.FLOAT, 300, 6);
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Evaluation shown;
        List<INDArray> predicted;
        Map<String, INDArray> named;
        try {
            System.setOut(new PrintStream(bytes, true, UTF_8));
            trainer.evaluate(Killable.data(70), 32);
            network.predict(List.of(inputs));
            assertEquals("", bytes.toString(UTF_8));
            shown = trainer.evaluate(Killable.data(70), 32, Verbosity.LINES);
            predicted = network.predict(List.of(inputs), Verbosity.LINES);
            named = network.predict(Map.of("x", inputs), Verbosity.LINES);
        } finally {
            System.setOut(before);
        }
        List<String> lines = bytes.toString(UTF_8).lines().toList();
        assertTrue(lines.get(0).matches("3/3 - \\d+s - .*/step - accuracy: .* - loss: .*"), lines.get(0));
        assertTrue(lines.get(1).matches("3/3 - \\d+s - .*/step"), lines.get(1));
        assertEquals(trainer.evaluate(Killable.data(70), 32).values(), shown.values());
        assertTrue(lines.get(2).matches("3/3 - \\d+s - .*/step"), lines.get(2));
        assertEquals(network.predict(List.of(inputs)), predicted);
        assertEquals(predicted, List.copyOf(named.values()));
    }

    private static String printed(Verbosity verbosity, Map<String, Double> logs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(verbosity, new PrintStream(bytes, true, UTF_8), () -> now[0]);
        progress.begin(0, 2, OptionalInt.of(4));
        for (int step = 1; step <= 4; step++) {
            now[0] += 500_000_000L;
            progress.step(step, () -> logs);
        }
        progress.end(logs);
        return bytes.toString(UTF_8);
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
