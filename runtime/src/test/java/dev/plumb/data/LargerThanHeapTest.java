package dev.plumb.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A stream is trained on that has more bytes than the heap of the process. */
final class LargerThanHeapTest {
    private static final long MEGABYTE = 1L << 20;

    @Test
    void aStreamOfTwiceTheHeapIsLearnt() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongStream.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String[] words = output.substring(output.stripTrailing().lastIndexOf('\n') + 1)
                .strip()
                .split(" ", -1);
        long rows = Long.parseLong(words[0]);
        long heap = Long.parseLong(words[1]);
        assertTrue(heap <= 64 * MEGABYTE && rows > 2 * heap, output);
        assertTrue(Double.parseDouble(words[3]) < 0.1 * Double.parseDouble(words[2]), output);
    }
}
