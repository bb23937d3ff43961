package dev.plumb.samples.serving;

/** A request that is not what the service takes; the message says what was expected and what came. */
final class BadRequest extends Exception {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }

    BadRequest(String message, Throwable cause) {
        super(message, cause);
    }
}
