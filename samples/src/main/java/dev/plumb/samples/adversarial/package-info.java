/** Networks that learn from each other. */
@NullMarked
package dev.plumb.samples.adversarial;

import org.jspecify.annotations.NullMarked;
