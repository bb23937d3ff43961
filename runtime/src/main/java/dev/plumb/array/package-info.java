/** ND4J arrays at the boundary: their shapes, their rows as native memory, and what is said when one does not fit. */
@NullMarked
package dev.plumb.array;

import org.jspecify.annotations.NullMarked;
