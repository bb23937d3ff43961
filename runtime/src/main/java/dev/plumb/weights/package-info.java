/** The weights of a model: where they lie, how they start, what holds for them. */
@NullMarked
package dev.plumb.weights;

import org.jspecify.annotations.NullMarked;
