/** What is said about a model: which kind of problem, where, in which words, with which evidence. */
@NullMarked
package dev.plumb.graph.problem;

import org.jspecify.annotations.NullMarked;
