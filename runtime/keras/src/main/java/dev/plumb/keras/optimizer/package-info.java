/** Optimizers as Keras describes them, and the order in which its files hold what they carry from step to step. */
@NullMarked
package dev.plumb.keras.optimizer;

import org.jspecify.annotations.NullMarked;
