/** Many single predictions from several threads. */
@NullMarked
package dev.plumb.samples.soak;

import org.jspecify.annotations.NullMarked;
