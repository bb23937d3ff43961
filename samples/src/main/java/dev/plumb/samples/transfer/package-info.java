/** What was learnt with some classes of images is used for others, of which there are few examples. */
@NullMarked
package dev.plumb.samples.transfer;

import org.jspecify.annotations.NullMarked;
