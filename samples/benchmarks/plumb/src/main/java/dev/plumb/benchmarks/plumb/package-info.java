/** Plumb on the workloads of the benchmarks, through the public language. */
@NullMarked
package dev.plumb.benchmarks.plumb;

import org.jspecify.annotations.NullMarked;
