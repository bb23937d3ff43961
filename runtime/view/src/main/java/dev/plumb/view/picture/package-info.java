/** Pictures as data, and how they become SVG and PNG. Knows nothing of models. */
@NullMarked
package dev.plumb.view.picture;

import org.jspecify.annotations.NullMarked;
