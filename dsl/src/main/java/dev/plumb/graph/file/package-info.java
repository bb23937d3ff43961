/** What files with weights say about themselves before any of their numbers is read. */
@NullMarked
package dev.plumb.graph.file;

import org.jspecify.annotations.NullMarked;
