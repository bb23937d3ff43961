/** What training is made of: optimizers, losses, metrics. Each is written in ops, so it gets the engine's passes like any layer. */
@NullMarked
package dev.plumb.train;

import org.jspecify.annotations.NullMarked;
