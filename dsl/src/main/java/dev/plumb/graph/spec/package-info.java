/** What a layer says about itself: attributes, shape rule, weights. A layer knows no graph. */
@NullMarked
package dev.plumb.graph.spec;

import org.jspecify.annotations.NullMarked;
