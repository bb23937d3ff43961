package dev.plumb.ops.op;

/** Functions of two numbers. Comparisons give 1 or 0. */
public enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAXIMUM,
    MINIMUM,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    NOT_EQUAL;

    /** Whether the result is 1 or 0 and has no gradient. */
    public boolean isComparison() {
        return switch (this) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM -> false;
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL -> true;
        };
    }
}
