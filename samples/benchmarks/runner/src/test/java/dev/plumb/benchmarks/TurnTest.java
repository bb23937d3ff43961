package dev.plumb.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TurnTest {
    @TempDir
    Path directory;

    private final Results results = new Results();

    @Test
    void whatTheProcessSaysIsNoted() throws Exception {
        run("W3", "echo hello; printf '@benchmark\\tmeasured\\tW3_CNN\\t12.5\\n@benchmark\\tversion\\t1.0\\n'", 60);
        assertEquals(OptionalDouble.of(12.5), results.median(Workload.W3_CNN, "some"));
        assertEquals(Map.of("some", "1.0"), results.versions());
    }

    @Test
    void theFirstPredictionIsTimedFromHere() throws Exception {
        run("W6", "sleep 0.2; printf '@benchmark\\tready\\n'", 60);
        assertTrue(results.median(Workload.W6_START, "some").orElseThrow() >= 200);
        assertEquals(OptionalDouble.of(3), results.median(Workload.W6_JARS, "some"));
    }

    @Test
    void aProcessThatEndsBadlyIsTheReason() throws Exception {
        run("W3", "echo 'ModuleNotFoundError: No module' >&2; exit 3", 60);
        assertEquals(
                "the process ended with status 3: ModuleNotFoundError: No module",
                results.reason(Workload.W3_CNN, "some").orElseThrow());
    }

    @Test
    void aProcessThatHangsIsEnded() throws Exception {
        run("W3", "exec sleep 600", 1);
        assertEquals(
                "it was not done after 1 s",
                results.reason(Workload.W3_CNN, "some").orElseThrow());
    }

    @Test
    void eachRoundBeginsWithTheNext() {
        assertEquals(List.of("a", "b", "c"), Turns.from(List.of("a", "b", "c"), 0));
        assertEquals(List.of("b", "c", "a"), Turns.from(List.of("a", "b", "c"), 4));
        assertEquals(List.of(), Turns.from(List.of(), 1));
    }

    private void run(String group, String script, int timeout) throws IOException, InterruptedException {
        Launch launch = new Launch(List.of("sh", "-c", script), Map.of(), OptionalLong.of(3_000_000));
        new Turn("some", launch, group, 0.1, timeout).run(results, directory);
    }
}
