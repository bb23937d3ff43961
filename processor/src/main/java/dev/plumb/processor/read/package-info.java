/** From the compiler's elements to declarations. Besides {@code report} the only place that knows {@code javax.lang.model}. */
@NullMarked
package dev.plumb.processor.read;

import org.jspecify.annotations.NullMarked;
