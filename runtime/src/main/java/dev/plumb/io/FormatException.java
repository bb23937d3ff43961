package dev.plumb.io;

import java.io.IOException;

/** A file is not what it should be: the message says where, what was expected, what was found, and what helps. */
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
