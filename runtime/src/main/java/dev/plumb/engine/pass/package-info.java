/** Rewrites of a program, one small class each. */
@NullMarked
package dev.plumb.engine.pass;

import org.jspecify.annotations.NullMarked;
