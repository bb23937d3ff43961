package dev.plumb.benchmarks.measure;

import dev.plumb.benchmarks.Workload;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the process of a library says, a line each, between whatever else the library prints: tab-separated, with a mark in front.
 */
public sealed interface Message {
    /** In front of each line that is meant. */
    String MARK = "@benchmark";

    /** The text of the line. */
    String line();

    /** A number, in the unit of the workload. */
    record Measured(Workload workload, double value) implements Message {
        @Override
        public String line() {
            return String.join("\t", MARK, "measured", workload.name(), number(value));
        }
    }

    /** Where the time of a workload goes. */
    record Parts(Workload workload, Breakdown breakdown) implements Message {
        @Override
        public String line() {
            return String.join(
                    "\t",
                    MARK,
                    "parts",
                    workload.name(),
                    number(breakdown.step()),
                    number(breakdown.kernels()),
                    number(breakdown.operations()),
                    number(breakdown.bytes()),
                    breakdown.longest().replaceAll("\\s+", " "));
        }
    }

    /** Why a workload has no number. */
    record Missing(Workload workload, String reason) implements Message {
        @Override
        public String line() {
            return String.join("\t", MARK, "missing", workload.name(), reason.replaceAll("\\s+", " "));
        }
    }

    /** Which version it is. */
    record Version(String text) implements Message {
        @Override
        public String line() {
            return String.join("\t", MARK, "version", text);
        }
    }

    /** The first prediction is there. */
    record Ready() implements Message {
        @Override
        public String line() {
            return String.join("\t", MARK, "ready");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** Empty if the line is something else that the library printed. */
    static Optional<Message> parse(String line) {
        String[] parts = line.strip().split("\t", -1);
        if (!parts[0].equals(MARK)) {
            return Optional.empty();
        }
        String[] words = Arrays.copyOfRange(parts, 1, parts.length);
        String kind = words.length == 0 ? "" : words[0];
        if (kind.equals("measured") && words.length == 3) {
            return Optional.of(new Measured(Workload.valueOf(words[1]), Double.parseDouble(words[2])));
        }
        if (kind.equals("parts") && words.length == 7) {
            return Optional.of(new Parts(
                    Workload.valueOf(words[1]),
                    new Breakdown(
                            Double.parseDouble(words[2]),
                            Double.parseDouble(words[3]),
                            Double.parseDouble(words[4]),
                            Double.parseDouble(words[5]),
                            words[6])));
        }
        if (kind.equals("missing") && words.length == 3) {
            return Optional.of(new Missing(Workload.valueOf(words[1]), words[2]));
        }
        if (kind.equals("version") && words.length == 2) {
            return Optional.of(new Version(words[1]));
        }
        if (kind.equals("ready") && words.length == 1) {
            return Optional.of(new Ready());
        }
        throw new IllegalArgumentException(
                "A line of a benchmark is 'measured', 'parts', 'missing', 'version' or 'ready' with its parts, not: "
                        + line);
    }
}
