/** From a CSV file to a trained model that prepares its numbers by itself. */
@NullMarked
package dev.plumb.samples.electricity;

import org.jspecify.annotations.NullMarked;
