/** From declarations to a graph, or to problems with the tokens to blame. */
@NullMarked
package dev.plumb.processor.check;

import org.jspecify.annotations.NullMarked;
