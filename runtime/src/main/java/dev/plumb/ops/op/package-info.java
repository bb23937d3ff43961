/** The ops: pure data with a shape rule each. No op knows how it is computed. */
@NullMarked
package dev.plumb.ops.op;

import org.jspecify.annotations.NullMarked;
