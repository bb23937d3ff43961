package dev.plumb.view.graph;

import dev.plumb.view.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** The lines of a box and the size that they need. */
final class BoxText {
    static final double SIZE = 13;
    static final double SMALL = 12;
    static final double LINE = 17;
    static final double PADDING = 9;
    static final double STRIPE = 5;
    static final double LABEL = 11;
    /** The height of the head of a box around others. */
    static final double HEAD = 30;
    /** A longer name is cut; pointing at the box tells all of it. */
    private static final double WIDEST = 250;

    private static final double NARROWEST = 90;

    private BoxText() {}

    /** The name and the facts, cut where they are too long. */
    static List<String> lines(Diagram.Part part) {
        List<String> lines = new ArrayList<>();
        lines.add(TextWidth.cut(part.name(), SIZE, WIDEST));
        part.facts().forEach(fact -> lines.add(TextWidth.cut(fact, SMALL, WIDEST)));
        return lines;
    }

    static String layer(Diagram.Part part) {
        return TextWidth.cut(part.layer(), SMALL, WIDEST / 1.1);
    }

    static double width(Diagram.Part part) {
        double widest = TextWidth.ofBold(layer(part), SMALL);
        List<String> lines = lines(part);
        for (int i = 0; i < lines.size(); i++) {
            widest = Math.max(widest, TextWidth.of(lines.get(i), i == 0 ? SIZE : SMALL));
        }
        return Math.max(NARROWEST, Math.ceil(widest) + 2 * PADDING + STRIPE);
    }

    static double height(Diagram.Part part) {
        return (1 + lines(part).size()) * LINE + 2 * PADDING - 3;
    }

    /** The head of a box around others. */
    static String head(Diagram.Part part) {
        return TextWidth.cut(part.name() + "  " + part.layer(), SMALL, WIDEST);
    }

    /** As much of the head as a box of this width has room for: one that is in others does not always get the width that it asks for. */
    static String head(Diagram.Part part, double width) {
        return TextWidth.cut(head(part), SMALL, (width - 20) / 1.1);
    }
}
