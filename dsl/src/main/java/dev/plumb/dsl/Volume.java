package dev.plumb.dsl;

/** Depth × height × width × channels: four axes. A marker of the language: states the rank that the author expects, is never instantiated. */
public interface Volume extends Tensor {}
