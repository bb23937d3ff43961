package dev.plumb.dsl;

/** One number an example: no axes, or one axis of size 1. A marker of the language: states the rank that the author expects, is never instantiated. */
public interface Scalar extends Tensor {}
