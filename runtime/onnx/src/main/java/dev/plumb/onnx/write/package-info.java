/** From the ops of a program to the nodes of an ONNX file: how each op is written, and what sizes that vary follow from. */
@NullMarked
package dev.plumb.onnx.write;

import org.jspecify.annotations.NullMarked;
