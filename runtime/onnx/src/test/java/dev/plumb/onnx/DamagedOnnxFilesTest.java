package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is damaged is refused with its name and the place in it, or is a model: a number of its weights may be another one. More than these mutants are tried with {@code -Donnx.mutants=600}.
 */
final class DamagedOnnxFilesTest {
    private static final int MUTANTS = Integer.getInteger("onnx.mutants", 150);

    /** All that reading one takes together: the files have up to 22 KB, so nothing near to what they lie about fits. */
    private static final long MOST_BYTES = 64L << 20;

    private static final Pattern PLACE = Pattern.compile(
            "at byte \\d|node \\d|the array '|the attribute |the input '|the output '|it has no graph|it does not say"
                    + " which version|it has no outputs|its output '|reaches no output");

    @TempDir
    Path folder;

    @Test
    void eachMutantIsRefusedOrIsAModel() throws IOException {
        List<OnnxFixture> fixtures = OnnxFixture.ofPyTorch();
        OnnxMutants mutants = new OnnxMutants(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            OnnxFixture fixture = fixtures.get(i % fixtures.size());
            OnnxMutants.Mutant mutant = mutants.of(fixture.model().toByteArray());
            Path file =
                    Files.write(folder.resolve("mutant.onnx"), mutant.bytes().toByteArray());
            String what = "mutant " + i + " of " + fixture + ", " + mutant.what();
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                OnnxImport.read(file).network();
            } catch (UncheckedIOException | UnsupportedOperatorsException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                assertTrue(
                        message.contains("'" + file + "'")
                                && PLACE.matcher(message).find(),
                        what + ": " + message);
            } catch (RuntimeException | Error e) {
                fail(what, e);
            }
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(taken < MOST_BYTES, what + " took " + taken + " bytes");
        }
        assertTrue(refused > MUTANTS / 3, "refused " + refused);
    }
}
