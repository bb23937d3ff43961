/** Layers made of layers: a block is wired once and used like any layer. */
@NullMarked
package dev.plumb.samples.blocks;

import org.jspecify.annotations.NullMarked;
