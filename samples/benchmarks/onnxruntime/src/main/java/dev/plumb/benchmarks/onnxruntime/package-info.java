/** ONNX Runtime on the workloads of the benchmarks, with model files that are written here. */
@NullMarked
package dev.plumb.benchmarks.onnxruntime;

import org.jspecify.annotations.NullMarked;
