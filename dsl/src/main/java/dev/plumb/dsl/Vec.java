package dev.plumb.dsl;

/** Features: one axis. A marker of the language: states the rank that the author expects, is never instantiated. */
public interface Vec extends Tensor {}
