/** The image models that much transfer learning starts from, at any image size; Keras's pretrained files fit them. */
@NullMarked
package dev.plumb.samples.backbones;

import org.jspecify.annotations.NullMarked;
