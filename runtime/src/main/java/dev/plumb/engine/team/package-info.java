/** Threads that stand ready for pieces of work of some microseconds. */
@NullMarked
package dev.plumb.engine.team;

import org.jspecify.annotations.NullMarked;
