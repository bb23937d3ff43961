/** Runs the samples by name; each idea has a package of its own. */
@NullMarked
package dev.plumb.samples;

import org.jspecify.annotations.NullMarked;
