/** Models as ONNX files: out, {@link dev.plumb.onnx.OnnxModel}, and in, {@link dev.plumb.onnx.OnnxImport}. */
@NullMarked
package dev.plumb.onnx;

import org.jspecify.annotations.NullMarked;
