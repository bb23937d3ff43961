/** A policy that learns from rewards alone. */
@NullMarked
package dev.plumb.samples.cartpole;

import org.jspecify.annotations.NullMarked;
