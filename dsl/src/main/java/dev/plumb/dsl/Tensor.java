package dev.plumb.dsl;

/** A tensor of any rank. A marker of the language: states nothing about the rank, is never instantiated. */
public interface Tensor {}
