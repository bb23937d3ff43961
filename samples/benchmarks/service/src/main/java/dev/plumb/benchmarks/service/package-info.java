/** Plumb in a small deployment: without ND4J on its class path. */
@NullMarked
package dev.plumb.benchmarks.service;

import org.jspecify.annotations.NullMarked;
