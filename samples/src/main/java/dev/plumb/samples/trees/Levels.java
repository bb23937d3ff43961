package dev.plumb.samples.trees;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

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
record Levels(List<Integer> words, List<Level> levels, List<Integer> roots) {
    private static final int MULTIPLE = 32;

    /** The first and the second parts of phrases, by their rows. */
    record Level(List<Integer> left, List<Integer> right) {}

    static Levels of(List<Sentence> sentences) {
        IdentityHashMap<Phrase, Integer> rows = new IdentityHashMap<>();
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
        List<Integer> roots =
                sentences.stream().map(sentence -> rows.get(sentence.tree())).toList();
        return new Levels(filled(words), levels, roots);
    }

    private static List<Integer> filled(List<Integer> numbers) {
        List<Integer> filled = new ArrayList<>(numbers);
        filled.addAll(Collections.nCopies(filled(numbers.size()) - numbers.size(), 0));
        return filled;
    }

    private static int filled(int rows) {
        return (rows + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    /** Gives words their rows and others their places among those of their height, which is returned: 0 of a word. */
    private static int place(
            Phrase phrase, int offset, IdentityHashMap<Phrase, Integer> rows, List<List<Phrase>> byHeight) {
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

    private static List<Integer> parts(List<Phrase> phrases, int part, IdentityHashMap<Phrase, Integer> rows) {
        return filled(phrases.stream()
                .map(phrase -> rows.get(phrase.parts().get(part)))
                .toList());
    }
}
