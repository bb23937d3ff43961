/** Deep Java Library with PyTorch on the workloads of the benchmarks. */
@NullMarked
package dev.plumb.benchmarks.djl;

import org.jspecify.annotations.NullMarked;
