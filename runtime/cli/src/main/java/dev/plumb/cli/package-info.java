/** The command {@code plumb}: a command a class, each of which reads a model and says or writes something of it. */
@NullMarked
package dev.plumb.cli;

import org.jspecify.annotations.NullMarked;
