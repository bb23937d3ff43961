package dev.plumb.view.picture;

/** A place in a picture: to the right and down from its upper left corner, in pixels of CSS. */
public record Point(double x, double y) {}
