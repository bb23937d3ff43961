package dev.plumb.preprocess;

import dev.plumb.dsl.Splitting;
import dev.plumb.dsl.layer.TextVectorizationLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The terms of a text: standardized, split, in n-grams. As TensorFlow does it: lower case for A to Z only, white space is that of ASCII, and
 * a character is a Unicode code point.
 */
final class TextTokens {
    private static final String PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";
    private static final String WHITESPACE = " \t\n\u000b\f\r";

    private final TextVectorizationLayer spec;
    private final List<Integer> lengths;

    TextTokens(TextVectorizationLayer spec) {
        this.spec = spec;
        List<Integer> stated = spec.ngrams();
        this.lengths = stated.size() == 1
                ? IntStream.rangeClosed(1, stated.get(0)).boxed().toList()
                : stated;
    }

    /** The terms of the texts of one example: of one text, unless each is a token. */
    List<String> terms(List<String> texts) {
        List<String> tokens = new ArrayList<>();
        for (String text : texts) {
            split(standardized(text), tokens);
        }
        return lengths.isEmpty() ? tokens : ngrams(tokens);
    }

    private String standardized(String text) {
        boolean lowers = spec.standardize().lowers();
        boolean strips = spec.standardize().stripsPunctuation();
        if (!lowers && !strips) {
            return text;
        }
        StringBuilder standardized = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (strips && PUNCTUATION.indexOf(c) >= 0) {
                continue;
            }
            standardized.append(lowers && c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return standardized.toString();
    }

    private void split(String text, List<String> tokens) {
        if (spec.split() == Splitting.WHOLE) {
            tokens.add(text);
        } else if (spec.split() == Splitting.CHARACTER) {
            text.codePoints().mapToObj(Character::toString).forEach(tokens::add);
        } else {
            int start = -1;
            for (int i = 0; i <= text.length(); i++) {
                boolean ends = i == text.length() || WHITESPACE.indexOf(text.charAt(i)) >= 0;
                if (ends && start >= 0) {
                    tokens.add(text.substring(start, i));
                    start = -1;
                } else if (!ends && start < 0) {
                    start = i;
                }
            }
        }
    }

    private List<String> ngrams(List<String> tokens) {
        List<String> terms = new ArrayList<>();
        for (int length : lengths) {
            for (int from = 0; from + length <= tokens.size(); from++) {
                terms.add(String.join(" ", tokens.subList(from, from + length)));
            }
        }
        return terms;
    }
}
