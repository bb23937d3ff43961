/** Weights as modules of PyTorch have them: one table from layers to the tensors of a state dict, both ways. */
@NullMarked
package dev.plumb.io.pytorch;

import org.jspecify.annotations.NullMarked;
