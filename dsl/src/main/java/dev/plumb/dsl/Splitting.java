package dev.plumb.dsl;

/** What the tokens of a text are. */
public enum Splitting {
    /** What stands between white space. */
    WHITESPACE,
    /** Its characters (Unicode code points). */
    CHARACTER,
    /** The text is one token. */
    WHOLE
}
