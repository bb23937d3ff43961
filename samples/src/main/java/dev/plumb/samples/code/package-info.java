/** Layers whose body is Java. */
@NullMarked
package dev.plumb.samples.code;

import org.jspecify.annotations.NullMarked;
