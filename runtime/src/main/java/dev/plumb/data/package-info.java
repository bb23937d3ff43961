/** Where examples come from: data sets, their arrays, batches and order. */
@NullMarked
package dev.plumb.data;

import org.jspecify.annotations.NullMarked;
