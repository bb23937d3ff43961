/**
 * What can be seen of models and trainings: pictures of graphs and curves, {@link dev.plumb.view.TrainingReport pages about a training}, and one {@link
 * dev.plumb.view.LivePage while it runs}. Everything works without a screen and without a network.
 */
@NullMarked
package dev.plumb.view;

import org.jspecify.annotations.NullMarked;
