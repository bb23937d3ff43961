/** Texts as they are written: a model that reads film reviews and says whether they praise. */
@NullMarked
package dev.plumb.samples.reviews;

import org.jspecify.annotations.NullMarked;
