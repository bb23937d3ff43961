/** Layers that are made of layers: nested models, blocks and repetitions, each with what it is for the inputs that it gets. */
@NullMarked
package dev.plumb.graph.compose;

import org.jspecify.annotations.NullMarked;
