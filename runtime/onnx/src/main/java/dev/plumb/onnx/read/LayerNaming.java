package dev.plumb.onnx.read;

import dev.plumb.onnx.file.OnnxNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What layers are called: as the module that their weights belong to, {@code conv1} for {@code conv1.weight}; else as their node, or what it does. */
final class LayerNaming {
    private final Set<String> taken = new HashSet<>();

    /** A name that no other layer has. */
    String free(String wanted) {
        String free = wanted;
        for (int next = 2; !taken.add(free); next++) {
            free = wanted + "_" + next;
        }
        return free;
    }

    /**
     * What a layer would like to be called.
     *
     * @param labels the names of the arrays that it takes
     */
    static String of(OnnxNode node, List<String> labels) {
        for (String label : labels) {
            List<String> parts = parts(label);
            if (parts.size() > 1 && !label.startsWith("onnx::")) {
                return joined(parts.subList(0, parts.size() - 1));
            }
        }
        List<String> parts = new ArrayList<>();
        for (String part : node.name().split("/", -1)) {
            String before = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
            if (!before.isEmpty() && part.startsWith(before + ".")) {
                parts.set(parts.size() - 1, part); // as PyTorch has it: /layer1/layer1.0
            } else if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        if (!parts.isEmpty() && parts.get(parts.size() - 1).startsWith(node.type())) {
            parts.remove(parts.size() - 1);
        }
        String type = node.type();
        return parts.isEmpty() ? type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) : joined(parts);
    }

    private static List<String> parts(String label) {
        return Arrays.stream(label.split("[./]", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String joined(List<String> parts) {
        return plain(String.join("_", parts));
    }

    /** With signs of names only. */
    static String plain(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}_]", "_");
        return plain.matches("[\\p{L}_].*") ? plain : "layer_" + plain;
    }
}
