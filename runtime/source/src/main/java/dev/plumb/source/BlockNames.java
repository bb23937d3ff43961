package dev.plumb.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What blocks, their uses and the layers inside are called, by what the layers of the stretches were called. */
final class BlockNames {
    private static final String BLOCK = "Block";

    /** The name of the input of each block. */
    static final String INPUT = "x";

    private BlockNames() {}

    /** What all names of a stretch begin with, up to a sign or number that ends it: {@code conv2_block1} of {@code conv2_block1_1_conv}. */
    static String common(List<String> names) {
        String common = names.get(0);
        for (String name : names) {
            while (!name.startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        int end = common.lastIndexOf('_');
        return end < 0 ? "" : common.substring(0, end);
    }

    /** Names of the layers inside: what is left of the names of one stretch without what they begin with, and without the numbers that Keras gives. */
    static List<String> inside(List<String> names) {
        String common = common(names);
        Set<String> taken = new HashSet<>(Set.of(INPUT));
        List<String> inside = new ArrayList<>();
        for (String name : names) {
            String rest = common.isEmpty() ? name.replaceFirst("_\\d+$", "") : name.substring(common.length() + 1);
            String turned = rest.replaceFirst("^(\\d+)_(.+)$", "$2_$1");
            String method = JavaNames.method(turned.isEmpty() ? "layer" : turned, taken);
            taken.add(method);
            inside.add(method);
        }
        return inside;
    }

    /** The name of the block's annotation: {@code ConvBlock} where stretches are called {@code conv2_block1}, else by the model or the first layer. */
    static String type(List<String> names, String model, String firstLayer, Predicate<String> taken) {
        String words = common(names)
                .replaceAll("\\d+[a-z]?(?=_|$)", "")
                .replaceAll("^_+|_+$", "")
                .replaceFirst("(?i)^block_+", "");
        String said = words.isEmpty() ? firstLayer : words.equalsIgnoreCase(BLOCK) ? model : words;
        boolean ends = said.toLowerCase(Locale.ROOT).endsWith(BLOCK.toLowerCase(Locale.ROOT));
        return JavaNames.type(ends ? said : said + "_" + BLOCK, taken);
    }

    /** The name of a use. */
    static String use(List<String> names, String block, Set<String> taken) {
        String common = common(names);
        String name = common.isEmpty() ? block.substring(0, 1).toLowerCase(Locale.ROOT) + block.substring(1) : common;
        return JavaNames.method(name, taken);
    }
}
