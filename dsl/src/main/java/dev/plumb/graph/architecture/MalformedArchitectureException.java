package dev.plumb.graph.architecture;

/** A text is no architecture: the message says in which line, and what should be there. */
public final class MalformedArchitectureException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedArchitectureException(int line, String expected) {
        super("line " + line + " should be " + expected);
    }
}
