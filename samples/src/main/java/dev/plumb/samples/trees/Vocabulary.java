package dev.plumb.samples.trees;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Numbers for words: 0 is every word that is not known. */
final class Vocabulary {
    private static final int UNKNOWN = 0;

    private final Map<String, Integer> numbers;

    private Vocabulary(Map<String, Integer> numbers) {
        this.numbers = numbers;
    }

    /** The words that occur at least twice. */
    static Vocabulary of(Collection<List<String>> sentences) {
        Map<String, Long> counts = sentences.stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        Map<String, Integer> numbers = new TreeMap<>();
        counts.forEach((word, count) -> {
            if (count > 1) {
                numbers.put(word, numbers.size() + 1);
            }
        });
        return new Vocabulary(numbers);
    }

    /** How many numbers there are. */
    int size() {
        return numbers.size() + 1;
    }

    /** The numbers of words, with their tree. */
    Sentence sentence(List<String> words) {
        return new Sentence(
                words.stream().map(word -> numbers.getOrDefault(word, UNKNOWN)).toList(), Phrase.of(words));
    }
}
