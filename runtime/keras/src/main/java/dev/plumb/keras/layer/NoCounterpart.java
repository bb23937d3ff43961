package dev.plumb.keras.layer;

/** Something has no counterpart on the other side; the message says what and why, whoever catches it knows the layer. */
public final class NoCounterpart extends Exception {
    private static final long serialVersionUID = 1L;

    public NoCounterpart(String reason) {
        super(reason);
    }
}
