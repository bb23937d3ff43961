package dev.plumb.graph.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How Mermaid writes boxes and their texts. */
final class MermaidText {
    private MermaidText() {}

    /** An id that means nothing to Mermaid, which a name may: {@code end}, {@code style}. */
    static String id(Map<String, String> ids, String name) {
        return ids.computeIfAbsent(name, key -> "n" + ids.size());
    }

    /** A box; its label is escaped. */
    static String box(String id, String open, String label, String close) {
        return "    " + id + open + "\"" + label + "\"" + close + "\n";
    }

    /** The label of these lines. */
    static String label(List<String> lines) {
        List<String> escaped = new ArrayList<>();
        lines.forEach(line -> escaped.add(escaped(line)));
        return String.join("<br>", escaped);
    }

    /** Mermaid's own entities, for what ends a label or is markup in it. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if ("\"#&;<>`\\*~".indexOf(character) >= 0 || Character.isISOControl(character)) {
                escaped.append('#').append(character).append(';');
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }
}
