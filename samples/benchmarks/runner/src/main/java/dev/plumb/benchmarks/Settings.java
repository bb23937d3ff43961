package dev.plumb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run of the benchmarks is told, as {@code name=value}: {@code rounds}, {@code seconds} for each line (as long for its warming
 * up), {@code workloads} and {@code peers} (without the blanks in their names) separated by commas, {@code python}, {@code java}, {@code maven}, {@code timeout} of a
 * process in seconds.
 *
 * @param root of the project
 * @param directory that everything is written to
 */
public record Settings(
        Path root,
        Path directory,
        int rounds,
        double seconds,
        List<String> groups,
        List<String> peers,
        String python,
        String java,
        List<String> maven,
        int timeout) {
    private static final List<String> NAMES =
            List.of("rounds", "seconds", "workloads", "peers", "python", "java", "maven", "timeout");

    /** Of arguments, in a directory of the project. */
    public static Settings of(Path directory, String... arguments) {
        Map<String, String> values = values(arguments);
        Path root = root(directory.toAbsolutePath());
        List<String> groups = list(values.getOrDefault("workloads", String.join(",", Workload.groups())));
        if (!Workload.groups().containsAll(groups)) {
            throw new IllegalArgumentException("workloads= is some of " + Workload.groups() + ", not " + groups);
        }
        List<String> peers = list(values.getOrDefault("peers", ""));
        List<String> known = Peers.all().stream().map(Settings::key).toList();
        if (!known.containsAll(peers)) {
            throw new IllegalArgumentException("peers= is some of " + known + ", not " + peers);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Settings(
                root,
                root.resolve("target/benchmarks"),
                Integer.parseInt(values.getOrDefault("rounds", "5")),
                Double.parseDouble(values.getOrDefault("seconds", "2")),
                groups,
                peers,
                values.getOrDefault("python", "python3"),
                values.getOrDefault("java", java),
                List.of(values.getOrDefault("maven", root.resolve("mvnw").toString())
                        .split(" ")),
                Integer.parseInt(values.getOrDefault("timeout", "1200")));
    }

    /** Whether the peer is to be measured. Plumb always is. */
    public boolean asksFor(Peer peer) {
        return peers.isEmpty() || peers.contains(key(peer)) || peer.name().equals(Peers.PLUMB);
    }

    private static String key(Peer peer) {
        return peer.name().replace(" ", "");
    }

    private static Map<String, String> values(String... arguments) {
        Map<String, String> values = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0 || !NAMES.contains(argument.substring(0, equals))) {
                throw new IllegalArgumentException(
                        "An argument is name=value with one of the names " + NAMES + ", not '" + argument + "'");
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return values;
    }

    private static List<String> list(String text) {
        return new ArrayList<>(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList());
    }

    /** Where Maven's wrapper is. */
    private static Path root(Path directory) {
        for (Path path = directory; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("mvnw"))) {
                return path;
            }
        }
        throw new IllegalArgumentException("Run it in the project: there is no mvnw above " + directory);
    }
}
