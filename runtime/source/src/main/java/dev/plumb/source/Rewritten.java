package dev.plumb.source;

import dev.plumb.graph.Draft;

/**
 * A model as it will be written.
 *
 * @param draft the model: each name is one in Java, each output a method
 * @param original the name of the model before
 * @param names what its layers were called before
 * @param isLine whether it is written as a straight line
 */
record Rewritten(Draft draft, String original, LayerNames names, boolean isLine) {}
