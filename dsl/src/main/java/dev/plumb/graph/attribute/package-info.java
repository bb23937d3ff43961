/**
 * The values of annotations as data: what attributes an annotation has, which values they take, how they are read from plain ones and
 * shown. The code that implements {@link dev.plumb.graph.attribute.Attributed} is generated from the annotations.
 */
@NullMarked
package dev.plumb.graph.attribute;

import org.jspecify.annotations.NullMarked;
