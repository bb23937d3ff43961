package dev.plumb.cli;

/** What was asked for cannot be done, for a reason that its message says to whoever asked. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
