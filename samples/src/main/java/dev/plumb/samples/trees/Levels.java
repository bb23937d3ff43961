package dev.plumb.samples.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The phrases of some sentences in an order in which they can be computed, many at once: all words, then the phrases whose parts are words, and
 * so on up to the longest sentence. Each phrase has a row in a table that grows with each level. Looks and others, 2017 (arXiv 1702.02181), call
 * this dynamic batching. Rows are filled up with the first one to a multiple of 32, so that batches have few sizes: for each, ops have to be
 * prepared.
 *
 * @param words the number of each word, of one sentence after the other: the first rows
 * @param levels which rows are put together: each pair makes a row
 * @param roots the row of each sentence
 */
record Levels(int[] words, List<Level> levels, int[] roots) {
    private static final int MULTIPLE = 32;

    /** The first and the second parts of phrases, by their rows. */
    record Level(int[] left, int[] right) {}

    static Levels of(List<Sentence> sentences) {
        Map<Phrase, Integer> rows = new IdentityHashMap<>();
        List<List<Phrase>> byHeight = new ArrayList<>();
        List<Integer> words = new ArrayList<>();
        for (Sentence sentence : sentences) {
            place(sentence.tree(), words.size(), rows, byHeight);
            words.addAll(sentence.words());
        }
        List<Level> levels = new ArrayList<>();
        int next = filled(words.size());
        for (List<Phrase> phrases : byHeight) {
            levels.add(new Level(parts(phrases, 0, rows), parts(phrases, 1, rows)));
            for (Phrase phrase : phrases) {
                rows.put(phrase, next++);
            }
            next = next - phrases.size() + filled(phrases.size());
        }
        int[] roots = sentences.stream()
                .mapToInt(sentence -> rows.get(sentence.tree()))
                .toArray();
        int[] filled = Arrays.copyOf(words.stream().mapToInt(Integer::intValue).toArray(), filled(words.size()));
        return new Levels(filled, levels, roots);
    }

    private static int filled(int rows) {
        return (rows + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    /** Gives words their rows and others their places among those of their height, which is returned: 0 of a word. */
    private static int place(Phrase phrase, int offset, Map<Phrase, Integer> rows, List<List<Phrase>> byHeight) {
        if (phrase.isWord()) {
            rows.put(phrase, offset + phrase.begin());
            return 0;
        }
        int height = 1;
        for (Phrase part : phrase.parts()) {
            height = Math.max(height, 1 + place(part, offset, rows, byHeight));
        }
        while (byHeight.size() < height) {
            byHeight.add(new ArrayList<>());
        }
        byHeight.get(height - 1).add(phrase);
        return height;
    }

    private static int[] parts(List<Phrase> phrases, int part, Map<Phrase, Integer> rows) {
        int[] parts = phrases.stream()
                .mapToInt(phrase -> rows.get(phrase.parts().get(part)))
                .toArray();
        return Arrays.copyOf(parts, filled(parts.length));
    }
}
