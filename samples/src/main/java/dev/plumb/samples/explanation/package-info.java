/** Where in an image a network sees what it says: Grad-CAM. */
@NullMarked
package dev.plumb.samples.explanation;

import org.jspecify.annotations.NullMarked;
