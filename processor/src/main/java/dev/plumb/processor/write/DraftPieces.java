package dev.plumb.processor.write;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Draft;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.compose.BlockDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON of a draft in pieces: together they are the text, one by one they fit the constant pool, and a layer is a line. */
final class DraftPieces {
    /** A constant has at most 65,535 bytes, and a character at most three of them. */
    private static final int LONGEST = 20_000;

    private DraftPieces() {}

    static List<String> of(Draft draft) {
        return of(DraftTree.of(draft));
    }

    static List<String> of(BlockDefinition block) {
        return of(DraftTree.of(block));
    }

    static List<String> of(CodeDefinition code) {
        return of(DraftTree.of(code));
    }

    private static List<String> of(Map<String, Object> tree) {
        List<String> pieces = new ArrayList<>();
        String separator = "{";
        for (Map.Entry<String, Object> entry : tree.entrySet()) {
            String key = separator + json(entry.getKey()) + ":";
            if (entry.getValue() instanceof List<?> items) {
                add(pieces, key + "[");
                for (int i = 0; i < items.size(); i++) {
                    add(pieces, json(items.get(i)) + (i < items.size() - 1 ? "," : ""));
                }
                separator = "],";
            } else {
                add(pieces, key + json(entry.getValue()));
                separator = ",";
            }
        }
        add(pieces, separator.startsWith("]") ? "]}" : "}");
        return pieces;
    }

    private static void add(List<String> pieces, String text) {
        for (int from = 0; from < text.length(); from += LONGEST) {
            pieces.add(text.substring(from, Math.min(from + LONGEST, text.length())));
        }
    }

    private static String json(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
