/** From the nodes of an ONNX file to layers: what each operator is here, and in which order axes lie. */
@NullMarked
package dev.plumb.onnx.read;

import org.jspecify.annotations.NullMarked;
