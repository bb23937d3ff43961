package dev.plumb.engine.java;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether it is known, without oneDNN, by which code oneDNN multiplies a row here: with AVX2 and the fused multiply-add it is the same code on all processors, newer ones included. Other systems than Linux do not say in a file
 * what the processor has.
 */
final class OneDnnRows {
    private static final boolean KNOWN = hasInstructions() && !isOneDnnTold();

    /** What stands about the first core. */
    private static final int MOST_BYTES = 8192;

    private OneDnnRows() {}

    static boolean areKnown() {
        return KNOWN;
    }

    private static boolean hasInstructions() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            return false;
        }
        try (InputStream processor = new FileInputStream("/proc/cpuinfo")) {
            return areIn(new String(processor.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Whether the instructions are among the flags of the first core. */
    static boolean areIn(String processor) {
        int flags = processor.indexOf("\nflags");
        int end = processor.indexOf('\n', flags + 1);
        return flags >= 0
                && end > flags
                && Arrays.asList(processor.substring(flags, end).split(" ")).containsAll(List.of("avx2", "fma"));
    }

    /** By its variables in the environment, of which some forbid instructions or permit other arithmetic. */
    private static boolean isOneDnnTold() {
        for (String name : System.getenv().keySet()) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (upper.startsWith("ONEDNN_") || upper.startsWith("DNNL_")) {
                return true;
            }
        }
        return false;
    }
}
