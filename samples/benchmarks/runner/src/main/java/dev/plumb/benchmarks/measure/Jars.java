package dev.plumb.benchmarks.measure;

import java.nio.file.Path;

/** What the libraries call their jars, which tells their versions. */
public final class Jars {
    private Jars() {}

    /** The name of the jar that a class is from, without its ending: {@code tensorflow-core-api-1.1.0}. */
    public static String of(Class<?> type) {
        String location =
                type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Path.of(location).getFileName().toString().replaceFirst("\\.jar$", "");
    }
}
