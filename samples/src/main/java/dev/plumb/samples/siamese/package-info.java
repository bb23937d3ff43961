/** Two inputs read by one layer. */
@NullMarked
package dev.plumb.samples.siamese;

import org.jspecify.annotations.NullMarked;
