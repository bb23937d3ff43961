/** The differentiable arrays that the code of layers sees, and what they are recorded on. */
@NullMarked
package dev.plumb.ops;

import org.jspecify.annotations.NullMarked;
