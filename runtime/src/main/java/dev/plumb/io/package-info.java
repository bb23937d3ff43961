/** Files: weights as safetensors, whole models as archives, and what tells two graphs apart. */
@NullMarked
package dev.plumb.io;

import org.jspecify.annotations.NullMarked;
