/** Ops that are executed as they are recorded, on memory that is freed when their recorder is closed. */
@NullMarked
package dev.plumb.engine.eager;

import org.jspecify.annotations.NullMarked;
