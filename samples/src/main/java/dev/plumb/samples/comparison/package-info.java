/** One network as a sequence and as a wired model. */
@NullMarked
package dev.plumb.samples.comparison;

import org.jspecify.annotations.NullMarked;
