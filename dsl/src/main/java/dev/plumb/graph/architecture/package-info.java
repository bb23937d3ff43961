/** What a model is as a text that people review: recorded once, compared at each build. */
@NullMarked
package dev.plumb.graph.architecture;

import org.jspecify.annotations.NullMarked;
