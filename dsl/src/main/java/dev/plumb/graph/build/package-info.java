/** The functional API, and views of a graph: its JSON tree, the summary, the flowchart. */
@NullMarked
package dev.plumb.graph.build;

import org.jspecify.annotations.NullMarked;
