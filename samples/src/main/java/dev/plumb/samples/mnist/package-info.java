/** The digits of MNIST, or the clothes of Fashion-MNIST, from files. */
@NullMarked
package dev.plumb.samples.mnist;

import org.jspecify.annotations.NullMarked;
