/** Two inputs, two outputs, weighted losses. */
@NullMarked
package dev.plumb.samples.multitask;

import org.jspecify.annotations.NullMarked;
