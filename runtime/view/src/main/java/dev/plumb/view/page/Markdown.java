package dev.plumb.view.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A page in Markdown, part by part. What comes from a program (names, values) is text on it, whatever it is; what an author wrote is Markdown. */
final class Markdown {
    private static final String SPECIAL = "\\`*_[]<>|#";

    private final StringBuilder text = new StringBuilder();

    Markdown(String title) {
        text.append("# ").append(escaped(title)).append('\n');
    }

    Markdown heading(String title) {
        text.append("\n## ").append(escaped(title)).append('\n');
        return this;
    }

    /** A paragraph as its author wrote it. */
    Markdown written(String paragraph) {
        text.append('\n').append(paragraph.strip()).append('\n');
        return this;
    }

    /** A paragraph of plain text. */
    Markdown plain(String paragraph) {
        return written(escaped(paragraph));
    }

    /** A picture beside the page. */
    Markdown picture(String description, String file) {
        text.append("\n![")
                .append(escaped(description))
                .append("](<")
                .append(file)
                .append(">)\n");
        return this;
    }

    /** What is shown as it is, in letters of one width. */
    Markdown code(String lines) {
        text.append("\n```text\n").append(lines.strip().replace("```", "'''")).append("\n```\n");
        return this;
    }

    /** A table of plain texts; rows have as many cells as there are headings. */
    Markdown table(List<String> headings, List<List<String>> rows) {
        text.append('\n');
        row(headings);
        text.append("|").append(" --- |".repeat(headings.size())).append('\n');
        rows.forEach(this::row);
        return this;
    }

    /** A table of two columns: what something is called, and what it is. */
    Markdown table(Map<String, String> rows) {
        return table(
                List.of("", ""),
                rows.entrySet().stream()
                        .map(row -> List.of(row.getKey(), row.getValue()))
                        .toList());
    }

    private void row(List<String> cells) {
        text.append(cells.stream().map(Markdown::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String escaped(String plain) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            if (letter == '\n' || letter == '\r') {
                safe.append(' ');
            } else {
                safe.append(SPECIAL.indexOf(letter) >= 0 ? "\\" : "").append(letter);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
