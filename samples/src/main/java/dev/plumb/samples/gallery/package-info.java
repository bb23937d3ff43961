/** Small models of every kind, each with the number of parameters that Keras counts. */
@NullMarked
package dev.plumb.samples.gallery;

import org.jspecify.annotations.NullMarked;
