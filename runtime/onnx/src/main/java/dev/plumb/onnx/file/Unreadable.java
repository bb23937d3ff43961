package dev.plumb.onnx.file;

/** Something about a node cannot be read; the message begins with what it is about, and does not name the node. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unreadable(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
