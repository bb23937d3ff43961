/** A search over variants of a model. */
@NullMarked
package dev.plumb.samples.search;

import org.jspecify.annotations.NullMarked;
