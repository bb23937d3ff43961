/** From layer specs to ops: one class per family of layers. A layer's shape rule and weights are in its {@code Spec}; here is what it computes. */
@NullMarked
package dev.plumb.layer;

import org.jspecify.annotations.NullMarked;
