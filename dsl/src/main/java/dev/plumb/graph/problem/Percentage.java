package dev.plumb.graph.problem;

import java.math.BigDecimal;

/** A share that was written in percent. */
public final class Percentage {
    /** What is less may be a slip of another kind. */
    private static final int LEAST = 5;

    private Percentage() {}

    /** What a whole number from 5 to 99 probably means where a share of 1 is wanted, {@code " (30 % is 0.3)"}; else "": all of it is mostly not allowed. */
    public static String hint(double value) {
        return value >= LEAST && value < 100 && value == Math.rint(value)
                ? " (" + (int) value + " % is "
                        + BigDecimal.valueOf((long) value, 2)
                                .stripTrailingZeros()
                                .toPlainString() + ")"
                : "";
    }
}
