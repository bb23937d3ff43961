/** Sequences of different lengths, padded and masked. */
@NullMarked
package dev.plumb.samples.sequences;

import org.jspecify.annotations.NullMarked;
