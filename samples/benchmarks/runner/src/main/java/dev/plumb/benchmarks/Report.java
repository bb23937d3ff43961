package dev.plumb.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results as a page in Markdown.
 *
 * @param machine what they were measured on
 * @param conditions how they were measured
 * @param peers the columns, in their order
 */
public record Report(Results results, String machine, String conditions, List<String> peers) {
    /**
     * The whole page.
     *
     * @param picture the name of the file with the picture of the ratios, beside the page
     */
    public String markdown(String picture) {
        List<String> parts = new ArrayList<>();
        parts.add("# Plumb beside other libraries");
        parts.add(machine + ".\n" + conditions);
        parts.add(machineTable());
        parts.add("![Plumb against the best of the others](" + picture + ")");
        parts.add("## All lines");
        parts.add("The first number is the best of the others divided by Plumb: above 1, Plumb is ahead. The others are"
                + " medians of the rounds, with what separates the least and the greatest round as a share of the"
                + " median.");
        parts.add(table());
        List<List<String>> kernels = new KernelTable(results).lines();
        if (!kernels.isEmpty()) {
            parts.add("## Where the time of a step goes");
            parts.add(
                    "Plumb's training steps, in shares of the whole time: what `fit` does outside of the step (reading"
                        + " the batch, adding up the scores), what passes between its kernels (threads that wait for"
                        + " each other, memory that is not in the cache), and the kernels, each run alone again and"
                        + " again. Beside them the time that the arithmetic of products and convolutions would take at"
                        + " the machine's rate of a large product, and that of all bytes of all kernels at its rate of"
                        + " copying, which caches undercut.");
            parts.add(table(KernelTable.HEAD, kernels));
        }
        parts.add("## Versions");
        parts.add(results.versions().entrySet().stream()
                .map(each -> "- " + each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("\n")));
        String missing = missing();
        if (!missing.isEmpty()) {
            parts.add("## Not measured");
            parts.add(missing);
        }
        return String.join("\n\n", parts) + "\n";
    }

    private String machineTable() {
        List<Workload> rates = Workload.ofGroup("M");
        return row(rates.stream().map(Workload::title).toList())
                + "\n" + row(rates.stream().map(each -> "---").toList())
                + "\n" + row(rates.stream().map(each -> cell(each, Peers.PLUMB)).toList());
    }

    private String table() {
        List<String> head = new ArrayList<>(List.of("workload", "ahead", "best of the others"));
        head.addAll(peers);
        return table(
                head,
                Arrays.stream(Workload.values())
                        .filter(workload -> !workload.isOfMachine() && hasNumbers(workload))
                        .map(this::line)
                        .toList());
    }

    private static String table(List<String> head, List<List<String>> lines) {
        return Stream.concat(Stream.of(head, head.stream().map(each -> "---").toList()), lines.stream())
                .map(Report::row)
                .collect(Collectors.joining("\n"));
    }

    private List<String> line(Workload workload) {
        List<String> cells = new ArrayList<>();
        cells.add(workload.group() + " " + workload.title() + ", "
                + workload.unit().symbol());
        OptionalDouble ratio = results.ratio(workload, Peers.PLUMB);
        cells.add(ratio.isEmpty() ? "–" : String.format(Locale.ROOT, "**%.2f×**", ratio.getAsDouble()));
        cells.add(results.best(workload, Peers.PLUMB).orElse("–"));
        peers.forEach(peer -> cells.add(number(workload, peer)));
        return cells;
    }

    private boolean hasNumbers(Workload workload) {
        return peers.stream().anyMatch(peer -> results.median(workload, peer).isPresent());
    }

    private String number(Workload workload, String peer) {
        OptionalDouble median = results.median(workload, peer);
        if (median.isEmpty()) {
            return "–";
        }
        double spread = results.spread(workload, peer).orElseThrow();
        return Unit.number(median.getAsDouble())
                + (spread == 0 ? "" : String.format(Locale.ROOT, " (%.0f %%)", spread * 100));
    }

    private String cell(Workload workload, String peer) {
        String number = number(workload, peer);
        return number.equals("–") ? number : number + " " + workload.unit().symbol();
    }

    /** A library none of whose numbers is there, or a line of one that is. */
    private String missing() {
        List<String> lines = new ArrayList<>();
        results.unavailable().forEach((peer, reason) -> lines.add("- " + peer + ": " + reason));
        for (Workload workload : Workload.values()) {
            for (String peer : peers) {
                Optional<String> reason = results.reason(workload, peer);
                if (reason.isPresent() && results.median(workload, peer).isEmpty()) {
                    lines.add("- " + peer + ", " + workload.group() + " " + workload.title() + ": " + reason.get());
                }
            }
        }
        return String.join("\n", lines);
    }

    private static String row(List<String> cells) {
        return "| " + cells.stream().map(each -> each.replace("|", "\\|")).collect(Collectors.joining(" | ")) + " |";
    }
}
