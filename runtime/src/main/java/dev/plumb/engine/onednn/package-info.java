/** Kernels from oneDNN: the only package that knows the native library. */
@NullMarked
package dev.plumb.engine.onednn;

import org.jspecify.annotations.NullMarked;
