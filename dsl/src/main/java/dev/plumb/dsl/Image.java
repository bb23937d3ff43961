package dev.plumb.dsl;

/** Height × width × channels: three axes. A marker of the language: states the rank that the author expects, is never instantiated. */
public interface Image extends Tensor {}
