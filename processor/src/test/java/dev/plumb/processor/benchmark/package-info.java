/** What compiling models costs. */
@NullMarked
package dev.plumb.processor.benchmark;

import org.jspecify.annotations.NullMarked;
