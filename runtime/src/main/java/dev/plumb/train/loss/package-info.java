/** The formulas of the losses on {@code Var}s, a family a file. For use by {@code dev.plumb.train}. */
@NullMarked
package dev.plumb.train.loss;

import org.jspecify.annotations.NullMarked;
