package dev.plumb.benchmarks;

import dev.plumb.benchmarks.measure.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process of a library that measures one group of workloads.
 *
 * @param timeout seconds after which it is ended
 */
record Turn(String peer, Launch launch, String group, double seconds, int timeout) {
    /** Runs it and adds what it says to the results. A workload about which it says nothing is missing there, with the reason. */
    void run(Results results, Path directory) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors-" + peer.replaceAll("\\W+", "-") + "-" + group + ".txt");
        long begin = System.nanoTime();
        Process process = launch.start(group, seconds, errors);
        Thread guard = guard(process);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Message> message = Message.parse(line);
                if (message.isPresent()) {
                    note(message.get(), (System.nanoTime() - begin) / 1e3, results);
                }
            }
        }
        int status = process.waitFor();
        guard.interrupt();
        if (status != 0) {
            boolean late = (System.nanoTime() - begin) / 1e9 >= timeout;
            String reason = late
                    ? "it was not done after " + timeout + " s"
                    : "the process ended with status " + status + ": "
                            + Shell.reason(Files.readString(errors, StandardCharsets.ISO_8859_1));
            Workload.ofGroup(group).forEach(each -> results.missing(each, peer, reason));
        }
    }

    private void note(Message message, double microseconds, Results results) {
        if (message instanceof Message.Measured measured) {
            results.measured(measured.workload(), peer, measured.value());
        } else if (message instanceof Message.Parts parts) {
            results.broken(parts.workload(), parts.breakdown());
        } else if (message instanceof Message.Missing missing) {
            results.missing(missing.workload(), peer, missing.reason());
        } else if (message instanceof Message.Version version) {
            results.version(peer, version.text());
        } else {
            results.measured(Workload.W6_START, peer, Workload.W6_START.value(microseconds));
            launch.size().ifPresent(bytes -> results.measured(Workload.W6_JARS, peer, bytes / 1e6));
        }
    }

    /** Ends a process that hangs. */
    private Thread guard(Process process) {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(timeout, TimeUnit.SECONDS)) {
                            process.descendants().forEach(ProcessHandle::destroyForcibly);
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "timeout of " + peer);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
