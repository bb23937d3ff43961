/** A program with memory and kernels: lifetimes, arena, binding, running, and the interface of kernel providers. */
@NullMarked
package dev.plumb.engine.plan;

import org.jspecify.annotations.NullMarked;
