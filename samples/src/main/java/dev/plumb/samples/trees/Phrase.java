package dev.plumb.samples.trees;

import java.util.List;
import java.util.Set;

/**
 * A part of a sentence: a word, or two phrases. Nobody has parsed the sentences, so their trees follow from a rule: a phrase is cut at the mark
 * or conjunction that is nearest to its middle, after a mark and before a conjunction; one without these is halved.
 *
 * @param begin the index of its first word
 * @param end the index after its last word
 * @param parts two, or none of a word
 */
record Phrase(int begin, int end, List<Phrase> parts) {
    private static final Set<String> MARKS = Set.of(",", ".", ";", ":", "!", "?", "--", "-", "(", ")", "\"", "[", "]");
    private static final Set<String> CONJUNCTIONS =
            Set.of("and", "but", "or", "yet", "because", "although", "though", "while", "if", "that", "which");

    /**
     * The tree of a sentence.
     *
     * @throws IllegalArgumentException if it has no word
     */
    static Phrase of(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a sentence without words has no tree");
        }
        return of(words, 0, words.size());
    }

    private static Phrase of(List<String> words, int begin, int end) {
        if (end - begin == 1) {
            return new Phrase(begin, end, List.of());
        }
        int cut = cut(words, begin, end);
        return new Phrase(begin, end, List.of(of(words, begin, cut), of(words, cut, end)));
    }

    /** Where the second part begins. */
    private static int cut(List<String> words, int begin, int end) {
        int middle = (begin + end) / 2;
        int best = -1;
        for (int cut = begin + 1; cut < end; cut++) {
            boolean between = MARKS.contains(words.get(cut - 1)) || CONJUNCTIONS.contains(words.get(cut));
            if (between && (best < 0 || Math.abs(cut - middle) < Math.abs(best - middle))) {
                best = cut;
            }
        }
        return best < 0 ? middle : best;
    }

    boolean isWord() {
        return parts.isEmpty();
    }
}
