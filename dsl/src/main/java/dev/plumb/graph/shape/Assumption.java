package dev.plumb.graph.shape;

import java.util.Map;

/**
 * What a shape rule could not decide, because it depends on the sizes that the symbolic axes get: taken to hold, and checked when the
 * sizes are known.
 */
public record Assumption(Dim left, Relation relation, Dim right) {

    /** What is assumed of two sizes. */
    public enum Relation {
        EQUAL,
        /** Equal, or one of them 1. */
        BROADCAST,
        AT_LEAST,
        /** The left is a multiple of the right. */
        MULTIPLE_OF
    }

    public static Assumption equal(Dim left, Dim right) {
        return new Assumption(left, Relation.EQUAL, right);
    }

    public static Assumption broadcast(Dim left, Dim right) {
        return new Assumption(left, Relation.BROADCAST, right);
    }

    public static Assumption atLeast(Dim left, long minimum) {
        return new Assumption(left, Relation.AT_LEAST, Dim.of(minimum));
    }

    public static Assumption multiple(Dim left, long divisor) {
        return new Assumption(left, Relation.MULTIPLE_OF, Dim.of(divisor));
    }

    /** Whether it holds for these sizes, which must give a number to each of its names. */
    public boolean holds(Map<String, Long> sizes) {
        long a = left.bind(sizes).size();
        long b = right.bind(sizes).size();
        return switch (relation) {
            case EQUAL -> a == b;
            case BROADCAST -> a == b || a == 1 || b == 1;
            case AT_LEAST -> a >= b;
            case MULTIPLE_OF -> a % b == 0;
        };
    }

    /** As a reader would say it: {@code time >= 5}. */
    @Override
    public String toString() {
        return switch (relation) {
            case EQUAL -> left + " = " + right;
            case BROADCAST -> left + " = " + right + ", or one of them 1";
            case AT_LEAST -> left + " >= " + right;
            case MULTIPLE_OF -> left + " is a multiple of " + right;
        };
    }
}
