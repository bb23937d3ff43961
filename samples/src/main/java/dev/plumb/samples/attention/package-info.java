/** Steps of a sequence that look at each other. */
@NullMarked
package dev.plumb.samples.attention;

import org.jspecify.annotations.NullMarked;
