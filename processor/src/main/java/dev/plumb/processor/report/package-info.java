/** From problems to compiler messages at the right token. */
@NullMarked
package dev.plumb.processor.report;

import org.jspecify.annotations.NullMarked;
