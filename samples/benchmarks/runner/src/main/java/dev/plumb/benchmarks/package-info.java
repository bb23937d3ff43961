/** Runs Plumb and other libraries in turns on the same workloads, and reports what they took. */
@NullMarked
package dev.plumb.benchmarks;

import org.jspecify.annotations.NullMarked;
