package dev.plumb.generator;

import java.util.Locale;

/** What the factory of a layer is called. */
public final class FactoryName {
    private FactoryName() {}

    /**
     * The name of a layer as that of a method: {@code conv2D}, {@code lstm}, {@code multiHeadAttention}, {@code pReLU}. Of capitals in a
     * row the last begins a word, if a small letter follows.
     */
    public static String of(String layer) {
        int capitals = 0;
        while (capitals < layer.length() && Character.isUpperCase(layer.charAt(capitals))) {
            capitals++;
        }
        boolean word = capitals > 1 && capitals < layer.length() && Character.isLowerCase(layer.charAt(capitals));
        int lowered = word ? capitals - 1 : capitals;
        return layer.substring(0, lowered).toLowerCase(Locale.ROOT) + layer.substring(lowered);
    }
}
