package dev.plumb.weights;

/** Makes independent seeds of one. */
public final class Seeds {
    private Seeds() {}

    /** The finalizer of SplitMix64: every bit of the result depends on every bit of the value. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A seed for one of several uses of a seed. */
    public static long derive(long seed, long use) {
        return mix(mix(seed + 0x9E3779B97F4A7C15L) + use * 0x9E3779B97F4A7C15L);
    }
}
