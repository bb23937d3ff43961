/** A network that stops when it is sure. */
@NullMarked
package dev.plumb.samples.halting;

import org.jspecify.annotations.NullMarked;
