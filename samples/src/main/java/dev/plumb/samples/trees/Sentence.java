package dev.plumb.samples.trees;

import java.util.List;

/**
 * A sentence as a network reads it.
 *
 * @param words their numbers in a {@link Vocabulary}
 * @param tree how they belong together
 */
record Sentence(List<Integer> words, Phrase tree) {}
