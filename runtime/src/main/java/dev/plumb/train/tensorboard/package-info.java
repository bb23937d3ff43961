/** Event files of TensorBoard: their records, their messages, and a callback that writes them. */
@NullMarked
package dev.plumb.train.tensorboard;

import org.jspecify.annotations.NullMarked;
