/** What looks at training and steers it: after each batch, each epoch, and at its end. */
@NullMarked
package dev.plumb.train.callback;

import org.jspecify.annotations.NullMarked;
