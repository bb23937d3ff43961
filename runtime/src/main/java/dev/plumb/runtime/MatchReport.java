package dev.plumb.runtime;

import java.util.List;

/**
 * What became of each layer with weights when a network took weights from another model.
 *
 * @param matched the layers that have the other model's weights now
 * @param skipped the layers that have their own still, and why
 * @param leftOver the layers of the other model that nothing here matched
 */
public record MatchReport(List<Match> matched, List<Skip> skipped, List<String> leftOver) {
    public MatchReport {
        matched = List.copyOf(matched);
        skipped = List.copyOf(skipped);
        leftOver = List.copyOf(leftOver);
    }

    /** A layer that took weights, and the layer of the other model that has them. */
    public record Match(String layer, String from) {}

    /** A layer that took none. */
    public record Skip(String layer, String reason) {}

    /** A line for each layer. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        matched.forEach(match -> text.append("matched    ")
                .append(match.layer())
                .append(match.layer().equals(match.from()) ? "" : " from " + match.from())
                .append("\n"));
        skipped.forEach(skip -> text.append("skipped    ")
                .append(skip.layer())
                .append(": ")
                .append(skip.reason())
                .append("\n"));
        leftOver.forEach(layer -> text.append("left over  ").append(layer).append("\n"));
        return text.toString();
    }
}
