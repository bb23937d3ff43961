/** How predictions compare with targets, as plain numbers to look at or to draw: confusion matrix, ROC curve, calibration. */
@NullMarked
package dev.plumb.train.metric;

import org.jspecify.annotations.NullMarked;
