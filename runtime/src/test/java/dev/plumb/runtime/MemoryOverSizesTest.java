package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.benchmark.MemorySoak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process with a small heap that meets many sizes stays small. Some sizes here; {@code -Dsoak.sizes=1000} tries that many, which takes half
 * an hour.
 */
@EnabledOnOs(OS.LINUX)
final class MemoryOverSizesTest {
    private static final int MEGABYTES = 400;

    @ParameterizedTest
    @CsvSource({"batches, 40", "lengths, 40", "burst, 200"})
    void theProcessStaysSmall(String kind, int few) throws IOException, InterruptedException {
        int count = kind.equals("burst") ? few : Integer.getInteger("soak.sizes", few);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemorySoak.class.getName(),
                        kind,
                        String.valueOf(count))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        int most = Integer.parseInt(
                output.substring(output.stripTrailing().lastIndexOf('\n') + 1).strip());
        assertTrue(most <= MEGABYTES, () -> "held " + most + " MB\n" + output);
    }
}
