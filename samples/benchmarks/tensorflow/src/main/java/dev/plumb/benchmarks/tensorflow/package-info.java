/** TensorFlow for Java on the workloads of the benchmarks. */
@NullMarked
package dev.plumb.benchmarks.tensorflow;

import org.jspecify.annotations.NullMarked;
