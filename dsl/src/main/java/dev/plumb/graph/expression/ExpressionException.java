package dev.plumb.graph.expression;

/** An expression that cannot be read or computed. */
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int column;

    /** For the reason why what stands at a column cannot be. */
    public ExpressionException(int column, String reason) {
        super(reason);
        this.column = column;
    }

    /** Where it is in the text, the first character being 1. */
    public int column() {
        return column;
    }

    /** The reason with its place: {@code column 5: …}. */
    public String located() {
        return "column " + column + ": " + getMessage();
    }
}
