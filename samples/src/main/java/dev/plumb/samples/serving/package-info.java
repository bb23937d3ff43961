/** A model as an ONNX file, served over HTTP by ONNX Runtime. */
@NullMarked
package dev.plumb.samples.serving;

import org.jspecify.annotations.NullMarked;
