@NullMarked
package dev.plumb.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
