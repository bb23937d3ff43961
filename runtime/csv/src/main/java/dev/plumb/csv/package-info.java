/** Examples out of CSV files. */
@NullMarked
package dev.plumb.csv;

import org.jspecify.annotations.NullMarked;
