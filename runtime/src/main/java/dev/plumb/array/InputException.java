package dev.plumb.array;

/** Data given by the user does not fit the model: the message names the input or target, what was expected, what was found and a fix. */
public final class InputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }
}
