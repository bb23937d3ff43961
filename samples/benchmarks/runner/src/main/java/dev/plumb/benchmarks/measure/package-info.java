/** The part in the process of a library: it does a workload, warm, and says how long it took. */
@NullMarked
package dev.plumb.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
