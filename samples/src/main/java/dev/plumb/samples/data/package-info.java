/** Data that several samples use. */
@NullMarked
package dev.plumb.samples.data;

import org.jspecify.annotations.NullMarked;
