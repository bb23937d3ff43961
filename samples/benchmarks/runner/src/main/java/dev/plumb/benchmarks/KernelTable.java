package dev.plumb.benchmarks;

import dev.plumb.benchmarks.measure.Breakdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Plumb's training steps against the sum of their kernels, and against what arithmetic and memory allow at the rates of the machine: where the time goes. All is a part of the whole
 * time of a step.
 */
final class KernelTable {
    static final List<String> HEAD = List.of(
            "workload",
            "a step of `fit`",
            "step / kernels",
            "outside of the step",
            "between kernels",
            "kernels",
            "arithmetic alone",
            "bytes alone",
            "longest kernels");

    private final Results results;

    KernelTable(Results results) {
        this.results = results;
    }

    /** A line for each workload that has such numbers. */
    List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            Optional<Breakdown> breakdown = results.breakdown(workload);
            OptionalDouble whole = results.median(workload, Peers.PLUMB);
            if (breakdown.isPresent() && whole.isPresent()) {
                lines.add(line(
                        workload,
                        breakdown.get(),
                        whole.getAsDouble() / workload.unit().of(1, 1)));
            }
        }
        return lines;
    }

    private List<String> line(Workload workload, Breakdown parts, double microseconds) {
        return List.of(
                workload.group() + " " + workload.title(),
                time(workload, microseconds),
                String.format(Locale.ROOT, "**%.2f**", microseconds / parts.kernels()),
                share(microseconds - parts.step(), microseconds),
                share(parts.step() - parts.kernels(), microseconds),
                share(parts.kernels(), microseconds),
                atRate(Workload.M_PRODUCT, parts.operations(), microseconds),
                atRate(Workload.M_COPY, parts.bytes(), microseconds),
                parts.longest());
    }

    private static String time(Workload workload, double microseconds) {
        return Unit.number(workload.unit().of(microseconds, 1)) + " "
                + workload.unit().symbol();
    }

    /** An amount at 10⁹ a second; a dash where the machine was not measured. */
    private String atRate(Workload rate, double amount, double microseconds) {
        OptionalDouble billions = results.median(rate, Peers.PLUMB);
        return billions.isEmpty() ? "–" : share(amount / billions.getAsDouble() / 1e3, microseconds);
    }

    private static String share(double part, double microseconds) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * part / microseconds);
    }
}
