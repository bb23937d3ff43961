/** Sentences as trees: a network whose wiring is that of its example. */
@NullMarked
package dev.plumb.samples.trees;

import org.jspecify.annotations.NullMarked;
