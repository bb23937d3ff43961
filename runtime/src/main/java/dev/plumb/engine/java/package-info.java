/** Kernels in plain Java for what oneDNN lacks: gather, scatter, picks, masks, casts. */
@NullMarked
package dev.plumb.engine.java;

import org.jspecify.annotations.NullMarked;
