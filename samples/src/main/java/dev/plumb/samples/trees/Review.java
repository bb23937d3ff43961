package dev.plumb.samples.trees;

import java.util.List;

/**
 * A sentence with what it thinks of a film.
 *
 * @param opinion 1 for praise, 0 for blame
 */
record Review(List<String> words, int opinion) {}
