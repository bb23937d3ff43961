package dev.plumb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs Plumb and the other libraries in turns and writes {@code target/benchmarks.md}, with a picture. Each library has a process of
 * its own for each group of workloads and each round; within a round the libraries take turns group by group, and each round begins
 * with another one, because the speed of a machine drifts. See {@link Settings} for the arguments.
 */
public final class Benchmarks {
    private final Settings settings;
    private final Results results = new Results();
    private final Map<Peer, Launch> launches = new LinkedHashMap<>();

    private Benchmarks(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Settings settings;
        try {
            settings = Settings.of(Path.of(""), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        new Benchmarks(settings).run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(settings.directory());
        List<Peer> asked = Peers.all().stream().filter(settings::asksFor).toList();
        asked.forEach(this::prepare);
        for (int round = 0; round < settings.rounds(); round++) {
            for (String group : settings.groups()) {
                turns(group, round);
                write();
            }
        }
        say("wrote " + page());
    }

    private void prepare(Peer peer) {
        say("prepares " + peer.name());
        try {
            launches.put(peer, peer.prepare(settings));
        } catch (IOException e) {
            say(peer.name() + " is not measured: " + e.getMessage());
            results.unavailable(peer.name(), String.valueOf(e.getMessage()));
        }
    }

    private void turns(String group, int round) throws IOException, InterruptedException {
        List<Peer> peers = new ArrayList<>(launches.keySet());
        peers.removeIf(peer -> !peer.groups().contains(group));
        for (Peer peer : Turns.from(peers, round)) {
            say(String.format(Locale.ROOT, "round %d of %d, %s: %s", round + 1, settings.rounds(), group, peer.name()));
            new Turn(peer.name(), launches.get(peer), group, settings.seconds(), settings.timeout())
                    .run(results, settings.directory());
        }
    }

    /** What there is so far: a run that is broken off has a report, too. */
    private void write() throws IOException {
        String conditions = String.format(
                Locale.ROOT,
                "float32, all cores; rounds in turns: %d; for each line and round %.1f s after as long a warming up.",
                settings.rounds(),
                settings.seconds());
        List<String> columns =
                launches.keySet().stream().map(Peer::name).distinct().toList();
        String text = new Report(results, Machine.text(), conditions, columns).markdown("benchmarks.svg");
        Files.writeString(page(), text);
        Files.writeString(page().resolveSibling("benchmarks.svg"), new RatioPicture(results).svg());
    }

    private Path page() {
        return settings.directory().resolveSibling("benchmarks.md");
    }

    private static void say(String words) {
        System.out.println(words);
    }
}
