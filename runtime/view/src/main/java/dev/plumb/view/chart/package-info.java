/** Charts as pictures: lines over axes, and tables of colours. */
@NullMarked
package dev.plumb.view.chart;

import org.jspecify.annotations.NullMarked;
