/** Handwritten digits, told apart by a small convolutional network with a skip connection. */
@NullMarked
package dev.plumb.samples.digits;

import org.jspecify.annotations.NullMarked;
