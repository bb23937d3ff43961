/** What Keras compiles a model with beside its optimizer: losses and metrics of outputs. */
@NullMarked
package dev.plumb.keras.training;

import org.jspecify.annotations.NullMarked;
