/** A server for one page on this machine, and for what changes in it. Knows nothing of trainings. */
@NullMarked
package dev.plumb.view.live;

import org.jspecify.annotations.NullMarked;
