package dev.plumb.graph.file;

import java.io.IOException;

/** A file is not what it should be: the message says where in it, what was expected and what was found. */
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedFileException(String message) {
        super(message);
    }

    public MalformedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
