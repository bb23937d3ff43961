/** Sizes of axes and types of tensors, known or symbolic. A shape knows no layer. */
@NullMarked
package dev.plumb.graph.shape;

import org.jspecify.annotations.NullMarked;
