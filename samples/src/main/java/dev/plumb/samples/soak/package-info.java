/** Very many predictions and steps of training, and the same training again and again: what must stay as it is. */
@NullMarked
package dev.plumb.samples.soak;

import org.jspecify.annotations.NullMarked;
