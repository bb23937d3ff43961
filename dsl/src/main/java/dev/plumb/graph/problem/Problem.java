package dev.plumb.graph.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Something wrong with a model: where, what in one complete line, and the evidence.
 *
 * @param headline the first line without its id, complete on its own
 * @param evidence rows of label, subject and type
 * @param fix a change that was tried and passes, or ""
 */
public record Problem(ProblemId id, Site site, String headline, List<Evidence> evidence, String fix) {

    public Problem {
        evidence = List.copyOf(evidence);
    }

    public static Problem of(ProblemId id, Place place, String headline) {
        return new Problem(id, Site.of(place), headline, List.of(), "");
    }

    /** The same problem at another address. */
    public Problem at(Site other) {
        return new Problem(id, other, headline, evidence, fix);
    }

    /** The place that its address ends with. */
    public Place place() {
        return site.place();
    }

    /** A row under the first line; subject and type may be "". */
    public record Evidence(String label, String subject, String type) {}

    /** The same problem with these rows under its first line. */
    public Problem withEvidence(List<Evidence> rows) {
        return new Problem(id, site, headline, rows, fix);
    }

    /** The same problem, which so many other uses of a block or model have as well. */
    public Problem alsoIn(int others) {
        if (others == 0) {
            return this;
        }
        List<Evidence> rows = new ArrayList<>(evidence);
        rows.add(new Evidence("and", others == 1 ? "in 1 other use" : "in " + others + " other uses", ""));
        return withEvidence(rows);
    }

    public Problem withHeadline(String other) {
        return new Problem(id, site, other, evidence, fix);
    }

    public Problem withFix(String change) {
        return new Problem(id, site, headline, evidence, change);
    }

    /** The first line with its id: {@code [plumb/shape-mismatch] Add 'merged' needs …}. */
    public String firstLine() {
        return "[plumb/" + id.id() + "] " + headline;
    }

    /** The whole message: first line, aligned evidence, fix and page. Lines are separated by {@code \n}, the last has none. */
    public String text() {
        return text(id.page());
    }

    /** As {@link #text()}, with this address of the page. */
    public String text(String page) {
        List<Evidence> rows = new ArrayList<>(evidence);
        if (!fix.isEmpty()) {
            rows.add(new Evidence("fix", fix, ""));
        }
        rows.add(new Evidence("see", page, ""));
        int labels = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        int subjects = rows.stream()
                .filter(row -> !row.type().isEmpty())
                .mapToInt(row -> row.subject().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(firstLine());
        for (Evidence row : rows) {
            text.append("\n  ").append(pad(row.label(), labels)).append("  ");
            text.append(row.type().isEmpty() ? row.subject() : pad(row.subject(), subjects) + "   " + row.type());
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
