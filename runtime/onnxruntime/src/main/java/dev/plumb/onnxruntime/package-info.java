/** Predictions by ONNX Runtime: {@link dev.plumb.onnxruntime.OnnxRuntime}. */
@NullMarked
package dev.plumb.onnxruntime;

import org.jspecify.annotations.NullMarked;
