package dev.plumb.dsl;

/** Integer ids over time: one axis of int32. A marker of the language: states the rank that the author expects, is never instantiated. */
public interface Tokens extends Tensor {}
