package dev.plumb.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bins of several categories together, as TensorFlow's {@code sparse.cross_hashed} finds them: the fingerprints of the features, combined one after the other
 * ({@code FingerprintCat64} of tensorflow/core/platform/fingerprint.h). A whole number is its own fingerprint, a text has that of FarmHash.
 */
final class Crossing {
    /** What the first feature is combined with. */
    private static final long KEY = 0xDECAFCAFFEL;

    private static final long MUL = 0xc6a4a7935bd1e995L;

    private Crossing() {}

    /** The bin of the values that the features have at an index, from 0 to bins - 1. */
    static int bin(List<Fed> features, int index, int bins) {
        long crossed = KEY;
        for (Fed feature : features) {
            crossed = combined(crossed, fingerprint(feature, index));
        }
        return (int) Long.remainderUnsigned(crossed, bins);
    }

    private static long fingerprint(Fed feature, int index) {
        String text = feature.text(index);
        return feature instanceof Fed.Texts
                ? FarmHash.fingerprint(text.getBytes(StandardCharsets.UTF_8))
                : Long.parseLong(text);
    }

    private static long combined(long first, long second) {
        long mixed = first ^ MUL;
        mixed ^= shifted(second * MUL) * MUL;
        mixed *= MUL;
        mixed = shifted(mixed) * MUL;
        return shifted(mixed);
    }

    private static long shifted(long value) {
        return value ^ (value >>> 47);
    }
}
