/** Programs: instructions with the values they read and make, and the trace that records them. Knows no layer. */
@NullMarked
package dev.plumb.engine;

import org.jspecify.annotations.NullMarked;
