/** Learning rates that follow from the number of steps, as Keras 3 has them. */
@NullMarked
package dev.plumb.train.schedule;

import org.jspecify.annotations.NullMarked;
