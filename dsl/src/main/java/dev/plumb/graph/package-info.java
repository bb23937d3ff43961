/**
 * The graph that the language denotes, and its rules: shapes, layer specs, checks, and the functional API that builds graphs by hand.
 * The processor and the runtime share this package and nothing else, so a verdict at compile time and a verdict at run time
 * cannot differ.
 */
@NullMarked
package dev.plumb.graph;

import org.jspecify.annotations.NullMarked;
