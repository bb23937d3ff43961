package dev.plumb.train.schedule;

/** Checks of the numbers that define a schedule. */
final class Requirements {
    private Requirements() {}

    /** What the update reads are float32 numbers. */
    static void rate(String name, double value) {
        require(
                (float) value > 0 && Float.isFinite((float) value),
                name,
                value,
                "a float32 number above 0, from " + Float.MIN_VALUE + " to " + Float.MAX_VALUE);
    }

    static void steps(String name, long value) {
        require(value > 0, name, value, "at least 1");
    }

    static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + expected);
        }
    }
}
