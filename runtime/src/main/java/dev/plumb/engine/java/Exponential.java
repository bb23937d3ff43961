package dev.plumb.engine.java;

/** The exponential of numbers up to 0, by the polynomial of Cephes (Moshier 1992, expf): to about 1e-7 of the result. */
final class Exponential {
    /** Below this the result is 0 in float32, or would have fewer digits. */
    private static final float LEAST = -87;

    private static final int MANTISSA_BITS = 23;
    private static final int BIAS = 127;

    private Exponential() {}

    /**
     * The exponential.
     *
     * @param x at most 0, or NaN
     */
    static float of(float x) {
        if (!(x > LEAST)) { // also NaN
            return (float) Math.exp(x);
        }
        int power = (int) (x * 1.442695f - 0.5f); // rounded: towards 0 is up here
        // The logarithm of 2 in two parts, of which the first times a power is exact.
        float rest = x - power * (float) 0.693359375 - power * (float) -2.12194440e-4;
        float y = (float) 1.9875691500E-4;
        y = y * rest + (float) 1.3981999507E-3;
        y = y * rest + (float) 8.3334519073E-3;
        y = y * rest + (float) 4.1665795894E-2;
        y = y * rest + (float) 1.6666665459E-1;
        y = y * rest + (float) 5.0000001201E-1;
        y = y * rest * rest + rest + 1;
        return y * Float.intBitsToFloat((power + BIAS) << MANTISSA_BITS);
    }
}
