package dev.plumb.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;

/** Bins of texts by their hashes. */
final class Hashes {
    private final ToLongFunction<byte[]> hash;

    private Hashes(ToLongFunction<byte[]> hash) {
        this.hash = hash;
    }

    /**
     * FarmHash without a salt, SipHash with one.
     *
     * @param salt none, one number, which is taken twice, or two
     */
    static Hashes salted(List<Integer> salt) {
        return salt.isEmpty()
                ? new Hashes(FarmHash::fingerprint)
                : new Hashes(new SipHash(salt.get(0), salt.get(salt.size() - 1))::hash);
    }

    /** The bin of a text, from 0 to bins - 1. */
    int bin(String text, int bins) {
        return (int) Long.remainderUnsigned(hash.applyAsLong(text.getBytes(StandardCharsets.UTF_8)), bins);
    }
}
