/** A model whose halves are models of their own. */
@NullMarked
package dev.plumb.samples.autoencoder;

import org.jspecify.annotations.NullMarked;
