/** Files of Keras: whole models in and out, and weights. */
@NullMarked
package dev.plumb.keras;

import org.jspecify.annotations.NullMarked;
