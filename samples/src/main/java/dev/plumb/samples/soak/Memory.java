package dev.plumb.samples.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the process takes.
 *
 * @param heap bytes of live objects in the Java heap, after a collection
 * @param resident bytes of the process in memory, native ones included; only Linux tells
 */
record Memory(long heap, OptionalLong resident) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Collects garbage, then measures. */
    static Memory now() {
        ManagementFactory.getMemoryMXBean().gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Memory(heap, residentBytes());
    }

    private static OptionalLong residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public String toString() {
        return "Java heap " + megabytes(heap) + ", process "
                + (resident.isPresent() ? megabytes(resident.getAsLong()) : "unknown");
    }

    private static String megabytes(long bytes) {
        return String.format("%.1f MB", bytes / 1e6);
    }
}
