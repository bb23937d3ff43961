package dev.plumb.dsl;

/** Time × features: two axes. A marker of the language: states the rank that the author expects, is never instantiated. */
public interface Seq extends Tensor {}
