/** A model with a shortcut. */
@NullMarked
package dev.plumb.samples.residual;

import org.jspecify.annotations.NullMarked;
