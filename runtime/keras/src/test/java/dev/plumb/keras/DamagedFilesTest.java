package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.SafetensorsWeights;
import dev.plumb.runtime.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a file is damaged to, it is refused by its name and with the reason, or it is read as what it was but for numbers that nobody can know; in little time, and with memory for what the
 * file has, not for what it claims. {@code -Ddamaged.files=2000} damages so many; best with a small heap: {@code -Xmx96m}.
 */
final class DamagedFilesTest {
    /** In all, each kind of file an equal part. */
    private static final int COUNT = Integer.getInteger("damaged.files", 160);

    private static final int KINDS = 8;

    /** A file is read more than once, and JSON takes many times its size. */
    private static final long BYTES_FOR_EACH = 60;

    private static final long BYTES_FOR_ANY = 24 << 20;
    private static final int SECONDS = 20;

    @TempDir
    Path folder;

    private byte[] whole(String name) throws IOException {
        if (name.equals("arrays.safetensors")) {
            return Files.readAllBytes(safetensors());
        }
        boolean isTrained = name.startsWith("adam");
        boolean isAdapted = name.equals("weighed_words.keras") || name.equals("nested_adapted.keras");
        if (isTrained || isAdapted) {
            FixtureArchive archive = FixtureArchive.of(isTrained ? "optimizers.zip" : "adapted.zip");
            return archive.entry(name.replace("_adapted", ""));
        }
        return Files.readAllBytes(SavedModels.file(name));
    }

    private Path safetensors() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        new TensorData("hidden/kernel", ElementType.F32, List.of(3L, 4L), ByteBuffer.allocate(48)),
                        new TensorData("hidden/bias", ElementType.F32, List.of(4L), ByteBuffer.allocate(16)),
                        new TensorData("y.kernel", ElementType.F32, List.of(), ByteBuffer.allocate(4))));
        return file;
    }

    /** What is read of a file: the shape of each array. */
    private static Map<String, String> read(Path file) {
        Map<String, String> arrays = new TreeMap<>();
        String name = file.toString();
        if (name.endsWith(".safetensors")) {
            SafetensorsWeights.read(file).names().forEach(array -> arrays.put(array, ""));
        } else if (name.endsWith(".weights.h5")) {
            for (WeightSource.Layer layer : KerasWeights.read(file).layers()) {
                layer.weights()
                        .forEach(weight ->
                                arrays.put(layer.name() + "/" + weight.name(), Arrays.toString(weight.sizes())));
            }
        } else {
            KerasModel model = KerasModel.read(file);
            Network network = model.network();
            network.weights().forEach((path, array) -> arrays.put(path, Arrays.toString(array.shape())));
            long bytes = Float.BYTES * network.graph().parameters();
            assertTrue(bytes <= file.toFile().length(), "weights of " + bytes + " bytes");
            if (name.contains("adam")) {
                network.optimizerFrom(model.optimizerState());
            }
        }
        return arrays;
    }

    @ParameterizedTest
    @CsvSource({
        "nested.keras, .keras",
        "adam_wired.keras, adam.keras",
        "weighed_words.keras, .keras",
        "nested_adapted.keras, .keras",
        "sequences.h5, .h5",
        "adam.after.h5, adam.h5",
        "images.weights.h5, .weights.h5",
        "arrays.safetensors, .safetensors"
    })
    void areReadOrRefused(String name, String ending) throws IOException, InterruptedException {
        byte[] whole = whole(name);
        read(Files.write(folder.resolve("whole" + ending), whole)); // classes are loaded, and not counted
        int refused = 0;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int seed = 0; seed < COUNT / KINDS; seed++) {
                byte[] damaged = new FileDamage(seed).of(whole);
                Path file = Files.write(folder.resolve("damaged" + ending), damaged);
                refused += isRefused(thread, name + ", seed " + seed, file) ? 1 : 0;
            }
        } finally {
            thread.shutdownNow();
        }
        assertTrue(refused * 5 > COUNT / KINDS, "refused: " + refused);
    }

    private static boolean isRefused(ExecutorService thread, String title, Path file) throws InterruptedException {
        Future<Boolean> reading = thread.submit(() -> {
            ThreadMXBean counter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = counter.getCurrentThreadAllocatedBytes();
            boolean isRefused = isRefused(file);
            long taken = counter.getCurrentThreadAllocatedBytes() - before;
            long most = BYTES_FOR_ANY + BYTES_FOR_EACH * Files.size(file);
            assertTrue(taken <= most, "took " + taken + " bytes for a file of " + Files.size(file));
            return isRefused;
        });
        try {
            return reading.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return fail(title + ": hangs");
        } catch (ExecutionException e) {
            return fail(title + ": " + e.getCause(), e.getCause());
        }
    }

    private static boolean isRefused(Path file) {
        try {
            read(file);
            return false;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains(String.valueOf(file.getFileName())), "does not name the file: " + message);
            assertTrue(message.length() < 4000, "is long: " + message.length());
            return true;
        }
    }

    @Test
    void theSameSeedDamagesTheSame() throws IOException {
        byte[] whole = whole("nested.keras");
        assertEquals(Arrays.hashCode(new FileDamage(7).of(whole)), Arrays.hashCode(new FileDamage(7).of(whole)));
    }
}
