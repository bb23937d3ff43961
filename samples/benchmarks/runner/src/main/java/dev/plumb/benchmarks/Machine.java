package dev.plumb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the benchmarks run on. */
public final class Machine {
    private Machine() {}

    /** The processor, its cores, the system and the JDK, in a line. */
    public static String text() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s %s, JDK %s",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));
    }

    /** Its name, and the widest vector instructions that it has; Linux tells both. */
    private static String processor() {
        try {
            String information = Files.readString(Path.of("/proc/cpuinfo"));
            String vectors = information.contains("avx512_bf16")
                    ? " (AVX-512, bf16)"
                    : information.contains("avx512f") ? " (AVX-512)" : information.contains("avx2") ? " (AVX2)" : "";
            return information
                            .lines()
                            .filter(line -> line.startsWith("model name"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElse("a processor without a name")
                    + vectors;
        } catch (IOException e) {
            return "a processor that the system does not name";
        }
    }
}
