/** Layers whose body is code: what their signatures say of them, without running the code. */
@NullMarked
package dev.plumb.graph.code;

import org.jspecify.annotations.NullMarked;
