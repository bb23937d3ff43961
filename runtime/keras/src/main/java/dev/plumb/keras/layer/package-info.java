/**
 * One table of layers: which class of Keras is which layer here, and how the options of one become the attributes of the other, both ways. Knows no files and no wires.
 */
@NullMarked
package dev.plumb.keras.layer;

import org.jspecify.annotations.NullMarked;
