/** The ops: pure data with a shape rule each. No op knows how it is computed. */
@NullMarked
package dev.plumb.engine.op;

import org.jspecify.annotations.NullMarked;
