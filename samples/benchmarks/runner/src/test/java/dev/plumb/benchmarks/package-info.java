@NullMarked
package dev.plumb.benchmarks;

import org.jspecify.annotations.NullMarked;
