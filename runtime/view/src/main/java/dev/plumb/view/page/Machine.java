package dev.plumb.view.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that trains, as far as numbers and times depend on it. Names of users, hosts and folders are nobody's business. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** What is known, by what it is called. */
    public static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        processor().ifPresent(name -> rows.put("processor", name));
        rows.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        rows.put("system", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
        rows.put("Java", property("java.vm.name") + " " + property("java.version") + ", " + property("java.vendor"));
        rows.put(
                "heap",
                String.format(
                        Locale.ROOT, "at most %,d MB", Runtime.getRuntime().maxMemory() >> 20));
        return rows;
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }

    /** Its name where Linux tells it. */
    private static Optional<String> processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // another system
        }
    }
}
