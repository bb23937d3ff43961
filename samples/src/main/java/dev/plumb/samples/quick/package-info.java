/** A first model: a straight line of layers. */
@NullMarked
package dev.plumb.samples.quick;

import org.jspecify.annotations.NullMarked;
