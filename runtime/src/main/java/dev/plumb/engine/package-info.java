/** Ops, tracing, gradients, passes and the memory plan. Knows no layer. */
@NullMarked
package dev.plumb.engine;

import org.jspecify.annotations.NullMarked;
