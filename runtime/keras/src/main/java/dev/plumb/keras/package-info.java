/** Weights out of the files that Keras writes: {@link dev.plumb.keras.KerasWeights}. */
@NullMarked
package dev.plumb.keras;

import org.jspecify.annotations.NullMarked;
