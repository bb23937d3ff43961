package dev.plumb.engine.java;

/** Random bits by their index: a hash of seed, stream and index, so that no draw depends on another. */
final class RandomBits {
    /** How many there are in a draw. */
    static final int BITS = 24;

    private static final int GOLDEN = 0x9E3779B9;

    private RandomBits() {}

    /** What tells one stream from another. */
    static int stream(int number) {
        return mix(number * GOLDEN + 1);
    }

    /** What a stream draws from in a step. */
    static int key(int seed, int stream) {
        return mix(seed ^ stream);
    }

    /** What the indices of a block differ by: a loop only vectorises if they come from memory. */
    static int[] steps(int length) {
        int[] steps = new int[length];
        for (int index = 0; index < length; index++) {
            steps[index] = index * GOLDEN;
        }
        return steps;
    }

    /** Draws {@link #BITS} for each element of a block. Whole-number arithmetic only and no branch, so that the loop vectorises. */
    static void draw(int[] block, int[] steps, int begin, int key) {
        int start = begin * GOLDEN + key;
        for (int index = 0; index < block.length; index++) {
            // Two rounds of multiply and xor-shift (the finaliser of MurmurHash3), keyed before and between.
            int hash = steps[index] + start;
            hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >>> 13) ^ key) * 0xC2B2AE35;
            hash = hash ^ (hash >>> 16);
            block[index] = hash >>> (Integer.SIZE - BITS);
        }
    }

    private static int mix(int bits) {
        int hash = (bits ^ (bits >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }
}
