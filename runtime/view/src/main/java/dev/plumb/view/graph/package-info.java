/** Graphs as pictures: what is shown of them, where it lies (by ELK), and how it looks. */
@NullMarked
package dev.plumb.view.graph;

import org.jspecify.annotations.NullMarked;
