/** The annotation processor: rounds and options, nothing else. */
@NullMarked
package dev.plumb.processor;

import org.jspecify.annotations.NullMarked;
