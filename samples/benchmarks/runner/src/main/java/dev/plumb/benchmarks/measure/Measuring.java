package dev.plumb.benchmarks.measure;

import dev.plumb.benchmarks.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Measures a group of workloads in this process and says what came out, as {@link Message}s. */
public final class Measuring {
    private final Engine engine;
    private final double seconds;

    private Measuring(Engine engine, double seconds) {
        this.engine = engine;
        this.seconds = seconds;
    }

    /**
     * The whole of a library's {@code main}: ends the process, whatever threads the library left behind.
     *
     * @param arguments the group and the seconds for each line
     */
    public static void main(String[] arguments, Engine engine) {
        String group = arguments[0];
        Measuring measuring = new Measuring(engine, Double.parseDouble(arguments[1]));
        if (group.equals("W6")) {
            measuring.start();
        } else if (group.equals("W10")) {
            measuring.service();
        } else {
            Workload.ofGroup(group).forEach(measuring::timed);
        }
        say(new Message.Version(engine.version()));
        Runtime.getRuntime().halt(0);
    }

    private void timed(Workload workload) {
        with(workload, work -> {
            double time = new Timing(seconds).microseconds(work, workload.callers(), workload.rows());
            say(new Message.Measured(workload, workload.value(time)));
            work.breakdown().ifPresent(parts -> say(new Message.Parts(workload, parts)));
        });
    }

    private void start() {
        with(Workload.W6_START, work -> {
            work.caller().run(1);
            say(new Message.Ready());
            say(new Message.Measured(Workload.W6_MEMORY, peakMegabytes()));
        });
    }

    private void service() {
        with(Workload.W10_HALF, work -> {
            Latencies all =
                    Latencies.of(work, Workload.W10_HALF.callers(), Workload.W10_HALF.rows(), Math.max(1, seconds));
            say(new Message.Measured(Workload.W10_HALF, all.microseconds(0.5)));
            say(new Message.Measured(Workload.W10_WORST, all.microseconds(0.99)));
        });
    }

    private void with(Workload workload, Measurement measurement) {
        try {
            Optional<Work> work = engine.work(workload);
            if (work.isPresent()) {
                measurement.of(work.get());
            }
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            say(new Message.Missing(workload, e.toString()));
        }
    }

    /** The most physical memory that this process ever held; Linux tells it. */
    private static double peakMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("/proc/self/status tells no VmHWM");
    }

    private static void say(Message message) {
        byte[] line = (message.line() + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }

    private interface Measurement {
        void of(Work work) throws Exception;
    }
}
