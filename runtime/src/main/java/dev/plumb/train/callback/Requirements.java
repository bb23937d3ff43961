package dev.plumb.train.callback;

/** Checks of the numbers that callbacks are given. */
final class Requirements {
    private Requirements() {}

    static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + expected);
        }
    }
}
