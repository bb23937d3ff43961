/** Random models: what the compiler, the functional API and Keras say about them. */
@NullMarked
package dev.plumb.processor.random;

import org.jspecify.annotations.NullMarked;
