/** From a graph to the Java source of its model class. */
@NullMarked
package dev.plumb.processor.write;

import org.jspecify.annotations.NullMarked;
