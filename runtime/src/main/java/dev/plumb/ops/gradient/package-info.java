/** The gradient of a recorded value, by one table from ops to vector-Jacobian products. */
@NullMarked
package dev.plumb.ops.gradient;

import org.jspecify.annotations.NullMarked;
