/** A class that is rare, and weights of classes that make it count. */
@NullMarked
package dev.plumb.samples.rare;

import org.jspecify.annotations.NullMarked;
