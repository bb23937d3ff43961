/** From a graph to plans: traces the layers, adds losses, gradients and updates, and keeps the prepared plans. */
@NullMarked
package dev.plumb.compile;

import org.jspecify.annotations.NullMarked;
