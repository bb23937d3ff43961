package dev.plumb.ops.op;

/** An array would have more elements than one can have: the message says its shape. */
public final class ArrayTooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ArrayTooLargeException(String message) {
        super(message);
    }
}
