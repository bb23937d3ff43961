package dev.plumb.keras.model;

import java.util.HashSet;
import java.util.Set;

/** Names of the layers of one model: as in Keras, but without the signs that are none of names here. */
final class LayerNames {
    private final Set<String> taken = new HashSet<>();

    /** A name that no other layer has. */
    String of(String name) {
        String plain = plain(name);
        String free = plain;
        for (int next = 2; !taken.add(free); next++) {
            free = plain + "_" + next;
        }
        return free;
    }

    static String plain(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}_]", "_");
        return plain.isBlank() ? "layer" : plain;
    }
}
