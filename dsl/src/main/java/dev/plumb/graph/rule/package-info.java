/** The vocabulary of shape rules: broadcasting, windows, recurrent layers. Layers are written with it. */
@NullMarked
package dev.plumb.graph.rule;

import org.jspecify.annotations.NullMarked;
