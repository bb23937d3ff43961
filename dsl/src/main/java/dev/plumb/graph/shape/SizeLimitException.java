package dev.plumb.graph.shape;

/** A calculation with sizes led beyond {@link Dim#LARGEST}: the shape rule that made it has no answer. */
public final class SizeLimitException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    SizeLimitException() {
        super("a size is beyond " + Dim.LARGEST);
    }
}
