/** Two quantities of a power plant from four sensors. */
@NullMarked
package dev.plumb.samples.powerplant;

import org.jspecify.annotations.NullMarked;
