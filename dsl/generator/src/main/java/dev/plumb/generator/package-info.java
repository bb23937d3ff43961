/**
 * Writes the mechanical part of layers from their annotations, in the compiler. It knows the DSL by names only: the DSL is built with
 * it.
 */
@NullMarked
package dev.plumb.generator;

import org.jspecify.annotations.NullMarked;
