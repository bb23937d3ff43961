/** The language: what a user writes to declare a model. Annotations, tensor types and enums. */
@NullMarked
package dev.plumb.dsl;

import org.jspecify.annotations.NullMarked;
