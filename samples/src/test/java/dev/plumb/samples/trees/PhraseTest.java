package dev.plumb.samples.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PhraseTest {
    @Test
    void aPhraseIsHalved() {
        assertEquals("((a b) (c d))", tree("a b c d"));
        assertEquals("(a (b c))", tree("a b c"));
        assertEquals("a", tree("a"));
    }

    @Test
    void marksAndConjunctionsGoBefore() {
        assertEquals("((good ,) ((but far) (too long)))", tree("good , but far too long"));
        assertEquals("((a (b c)) (but d))", tree("a b c but d"));
    }

    @Test
    void ofTwoMarksTheOneNearTheMiddleIsTaken() {
        assertEquals("(((a ,) ((b c) (d ,))) ((e f) (g h)))", tree("a , b c d , e f g h"));
    }

    @Test
    void noWordsAreNoSentence() {
        assertThrows(IllegalArgumentException.class, () -> Phrase.of(List.of()));
    }

    private static String tree(String sentence) {
        List<String> words = List.of(sentence.split(" "));
        return text(words, Phrase.of(words));
    }

    private static String text(List<String> words, Phrase phrase) {
        return phrase.isWord()
                ? words.get(phrase.begin())
                : phrase.parts().stream().map(part -> text(words, part)).collect(Collectors.joining(" ", "(", ")"));
    }

    /** Words first, then what is made of them, filled up to 32 rows. */
    @Test
    void levelsOfSeveralSentences() {
        Sentence three = sentence(1, "a b c");
        Sentence one = sentence(4, "d");
        Levels levels = Levels.of(List.of(three, one));
        assertEquals(32, levels.words().size());
        assertEquals(List.of(1, 2, 3, 4, 0), levels.words().subList(0, 5));
        assertEquals(2, levels.levels().size());
        assertPair(1, 2, levels.levels().get(0));
        assertPair(0, 32, levels.levels().get(1));
        assertEquals(List.of(64, 3), levels.roots());
    }

    private static void assertPair(int left, int right, Levels.Level level) {
        assertEquals(left, level.left().get(0));
        assertEquals(right, level.right().get(0));
    }

    private static Sentence sentence(int first, String text) {
        List<String> words = List.of(text.split(" "));
        List<Integer> ids = IntStream.range(first, first + words.size()).boxed().toList();
        return new Sentence(ids, Phrase.of(words));
    }
}
