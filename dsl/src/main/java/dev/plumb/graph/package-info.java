/**
 * The graph that the language denotes: its nodes, wires and weights, and the draft that it is made of. {@code dev.plumb.graph.check} decides whether a
 * draft is a graph. The processor and the runtime share this and nothing else, so a verdict at compile time and a verdict at run time cannot differ.
 */
@NullMarked
package dev.plumb.graph;

import org.jspecify.annotations.NullMarked;
