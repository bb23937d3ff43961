/** The small language of bindings, conditions and sizes: one grammar, one parser, with columns. */
@NullMarked
package dev.plumb.graph.expression;

import org.jspecify.annotations.NullMarked;
