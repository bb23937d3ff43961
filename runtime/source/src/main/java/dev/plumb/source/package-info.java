/** From a graph to the annotated interfaces that it could have been written as, in Java or Kotlin. */
@NullMarked
package dev.plumb.source;

import org.jspecify.annotations.NullMarked;
