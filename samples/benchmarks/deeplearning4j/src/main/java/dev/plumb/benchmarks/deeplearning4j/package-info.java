/** Deeplearning4j on the workloads of the benchmarks. */
@NullMarked
package dev.plumb.benchmarks.deeplearning4j;

import org.jspecify.annotations.NullMarked;
