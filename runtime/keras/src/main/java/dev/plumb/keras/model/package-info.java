/**
 * Whole models as Keras describes them in JSON: from a description to a draft, and from a graph to a description. Layers are those of {@link dev.plumb.keras.layer}; weights and files are of others.
 */
@NullMarked
package dev.plumb.keras.model;

import org.jspecify.annotations.NullMarked;
