/** ONNX files as they are: checked for damage, and nothing said yet of what their nodes mean. */
@NullMarked
package dev.plumb.onnx.file;

import org.jspecify.annotations.NullMarked;
