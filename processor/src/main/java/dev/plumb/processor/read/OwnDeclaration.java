package dev.plumb.processor.read;

/** A layer of the user's own as it was declared. */
public sealed interface OwnDeclaration permits BlockDeclaration, CodeDeclaration {
    /** What is said of it, whatever it is made of. */
    OwnLayer layer();
}
