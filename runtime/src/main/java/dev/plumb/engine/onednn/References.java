package dev.plumb.engine.onednn;

/**
 * What is done where oneDNN has nothing but its reference implementation: plain loops that compute one element at a time, up to 300 times
 * slower than its other code.
 */
enum References {
    /** Another way is tried: another description, several primitives, another provider. */
    REFUSED,
    /** It is better than nothing. */
    ACCEPTED;

    boolean accept(Description description, String implementation) {
        return this == ACCEPTED || description.isFast(implementation);
    }

    /** Whether this is oneDNN's name of a reference implementation: {@code ref:any}, {@code ref}, {@code ref_sum:any} … */
    static boolean isReference(String implementation) {
        return implementation.startsWith("ref");
    }
}
