package dev.plumb.samples.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sample does for hours, for seconds. The Java heap of the tests has a fixed size (see the POM): what else grows is native. */
final class SoakTest {
    @Test
    void manySinglePredictionsFromTwoThreadsAreCorrectAndLeaveMemoryFlat() {
        String printed = run("predictions=100000");
        assertTrue(printed.contains(" 0 wrong"), printed);
        assertTrue(printed.contains("memory is flat"), printed);
    }

    @Test
    void manyStepsOfTrainingLeaveMemoryFlat() {
        String printed = run("steps=2000");
        assertTrue(printed.contains("2,000 steps"), printed);
        assertTrue(printed.contains("memory is flat"), printed);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        List<SameBits.Result> results = SameBits.of(5);
        assertFalse(results.size() < Lesson.values().length, results.toString());
        assertTrue(results.stream().allMatch(SameBits.Result::same), results.toString());
        assertEquals(
                results.size(),
                results.stream().map(SameBits.Result::digests).distinct().count(),
                "models and precisions that differ have different bits: " + results);
    }

    @Test
    void anArgumentThatIsNoneSaysWhatThereIs() {
        for (String argument : List.of("1000000", "steps", "steps=many", "epochs=3")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(argument));
            assertTrue(e.getMessage().startsWith("'" + argument + "' is none of predictions="), e.getMessage());
        }
    }

    private static String run(String argument) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SoakSample().run(List.of(argument), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
