/** Models as ONNX files: {@link dev.plumb.onnx.OnnxModel}. */
@NullMarked
package dev.plumb.onnx;

import org.jspecify.annotations.NullMarked;
