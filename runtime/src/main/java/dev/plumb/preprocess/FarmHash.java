package dev.plumb.preprocess;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit fingerprint of FarmHash (Pike 2014, {@code farmhashna::Hash64}): what TensorFlow's {@code string_to_hash_bucket_fast} takes the
 * remainder of. It is the same on every machine and never changes.
 */
final class FarmHash {
    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private FarmHash() {}

    /** The fingerprint, an unsigned number. */
    static long fingerprint(byte[] s) {
        int length = s.length;
        if (length <= 16) {
            return upTo16(s, length);
        }
        if (length <= 32) {
            return upTo32(s, length);
        }
        return length <= 64 ? upTo64(s, length) : longer(s, length);
    }

    private static long upTo16(byte[] s, int length) {
        long mul = K2 + length * 2L;
        if (length >= 8) {
            long a = long64(s, 0) + K2;
            long b = long64(s, length - 8);
            long c = Long.rotateRight(b, 37) * mul + a;
            long d = (Long.rotateRight(a, 25) + b) * mul;
            return mixed(c, d, mul);
        }
        if (length >= 4) {
            return mixed(length + (long32(s, 0) << 3), long32(s, length - 4), mul);
        }
        if (length > 0) {
            int y = (s[0] & 0xff) + ((s[length >> 1] & 0xff) << 8);
            int z = length + ((s[length - 1] & 0xff) << 2);
            return shifted(y * K2 ^ z * K0) * K2;
        }
        return K2;
    }

    private static long upTo32(byte[] s, int length) {
        long mul = K2 + length * 2L;
        long a = long64(s, 0) * K1;
        long b = long64(s, 8);
        long c = long64(s, length - 8) * mul;
        long d = long64(s, length - 16) * K2;
        return mixed(
                Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d, a + Long.rotateRight(b + K2, 18) + c, mul);
    }

    private static long upTo64(byte[] s, int length) {
        long mul = K2 + length * 2L;
        long a = long64(s, 0) * K2;
        long b = long64(s, 8);
        long c = long64(s, length - 8) * mul;
        long d = long64(s, length - 16) * K2;
        long y = Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d;
        long z = mixed(y, a + Long.rotateRight(b + K2, 18) + c, mul);
        long e = long64(s, 16) * mul;
        long f = long64(s, 24);
        long g = (y + long64(s, length - 32)) * mul;
        long h = (z + long64(s, length - 24)) * mul;
        return mixed(
                Long.rotateRight(e + f, 43) + Long.rotateRight(g, 30) + h, e + Long.rotateRight(f + a, 18) + g, mul);
    }

    private static long longer(byte[] s, int length) {
        long seed = seed();
        long x = seed * K2 + long64(s, 0);
        long y = seed * K1 + 113;
        long z = shifted(y * K2 + 113) * K2;
        Pair v = new Pair(0, 0);
        Pair w = new Pair(0, 0);
        int end = (length - 1) / 64 * 64;
        for (int at = 0; at < end; at += 64) {
            x = Long.rotateRight(x + y + v.first + long64(s, at + 8), 37) * K1;
            y = Long.rotateRight(y + v.second + long64(s, at + 48), 42) * K1;
            x ^= w.second;
            y += v.first + long64(s, at + 40);
            z = Long.rotateRight(z + w.first, 33) * K1;
            v = Pair.of(s, at, v.second * K1, x + w.first);
            w = Pair.of(s, at + 32, z + w.second, y + long64(s, at + 16));
            long swapped = z;
            z = x;
            x = swapped;
        }
        long mul = K1 + ((z & 0xff) << 1);
        int last = length - 64;
        long wFirst = w.first + ((length - 1) & 63);
        long vFirst = v.first + wFirst;
        wFirst += vFirst;
        x = Long.rotateRight(x + y + vFirst + long64(s, last + 8), 37) * mul;
        y = Long.rotateRight(y + v.second + long64(s, last + 48), 42) * mul;
        x ^= w.second * 9;
        y += vFirst * 9 + long64(s, last + 40);
        z = Long.rotateRight(z + wFirst, 33) * mul;
        v = Pair.of(s, last, v.second * mul, x + wFirst);
        w = Pair.of(s, last + 32, z + w.second, y + long64(s, last + 16));
        return mixed(mixed(v.first, w.first, mul) + shifted(y) * K0 + x, mixed(v.second, w.second, mul) + z, mul);
    }

    /** No constant: its products are meant to overflow. */
    private static long seed() {
        return 81;
    }

    /** Two numbers that 32 bytes are mixed into. */
    private record Pair(long first, long second) {
        static Pair of(byte[] s, int at, long seedA, long seedB) {
            long z = long64(s, at + 24);
            long a = seedA + long64(s, at);
            long b = Long.rotateRight(seedB + a + z, 21);
            long c = a;
            a += long64(s, at + 8) + long64(s, at + 16);
            b += Long.rotateRight(a, 44);
            return new Pair(a + z, b + c);
        }
    }

    private static long mixed(long u, long v, long mul) {
        long a = shifted((u ^ v) * mul);
        return shifted((v ^ a) * mul) * mul;
    }

    private static long shifted(long value) {
        return value ^ (value >>> 47);
    }

    private static long long64(byte[] s, int at) {
        return (long) LONGS.get(s, at);
    }

    private static long long32(byte[] s, int at) {
        return (int) INTS.get(s, at) & 0xffffffffL;
    }
}
