package dev.plumb.train;

/** Checks of the numbers that define an optimizer. */
final class Hyperparameters {
    private Hyperparameters() {}

    static void positive(String optimizer, String name, double value) {
        require(value > 0 && Double.isFinite(value), optimizer, name, value, "above 0");
    }

    static void fraction(String optimizer, String name, double value) {
        require(value >= 0 && value <= 1, optimizer, name, value, "from 0 to 1");
    }

    private static void require(boolean holds, String optimizer, String name, double value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(optimizer + " has " + name + " = " + value + ": must be " + expected);
        }
    }
}
