/**
 * Decides whether a {@link dev.plumb.graph.Draft} is a model. {@link dev.plumb.graph.check.GraphChecker} asks one class for each kind of
 * problem ({@code …Check}), looks for changes that mend what was found ({@code …Fixes}), and asks one class for each kind of warning
 * about a graph without problems ({@code …Lint}).
 */
@NullMarked
package dev.plumb.graph.check;

import org.jspecify.annotations.NullMarked;
