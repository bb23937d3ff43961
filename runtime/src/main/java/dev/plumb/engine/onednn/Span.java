package dev.plumb.engine.onednn;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of many things that lie one after the other.
 *
 * @param first the first of them
 * @param end the first that is none of them
 */
record Span(int first, int end) {

    /** All of them, in parts of about the same size: at most so many. */
    static List<Span> parts(int all, int most) {
        int parts = Math.max(1, Math.min(most, all));
        return IntStream.range(0, parts)
                .mapToObj(part -> new Span((int) ((long) all * part / parts), (int) ((long) all * (part + 1) / parts)))
                .toList();
    }
}
