package dev.plumb.data;

import dev.plumb.weights.Seeds;

/**
 * The order in which an epoch takes the examples. A shuffled order depends on seed, epoch and number of examples only, so it is the same on
 * every machine and Java version, and training can be resumed at any epoch.
 */
public final class Order {
    private static final Order SEQUENTIAL = new Order(false, 0);

    private final boolean shuffled;
    private final long seed;

    private Order(boolean shuffled, long seed) {
        this.shuffled = shuffled;
        this.seed = seed;
    }

    /** As the examples come. */
    public static Order sequential() {
        return SEQUENTIAL;
    }

    /** A permutation of its own for each epoch (0-based). */
    public static Order shuffled(long seed, long epoch) {
        return new Order(true, Seeds.mix(seed) + epoch);
    }

    public boolean isShuffled() {
        return shuffled;
    }

    /** What the order follows from, if it is shuffled. */
    long seed() {
        return seed;
    }

    /** The order of another pass of the same epoch: a permutation of its own, or again as the examples come. */
    Order next(long pass) {
        return shuffled ? new Order(true, Seeds.derive(seed, pass)) : this;
    }

    /** The examples' indices 0 to size - 1 in this order. */
    public int[] indices(int size) {
        int[] indices = new int[size];
        for (int i = 0; i < size; i++) {
            indices[i] = i;
        }
        if (shuffled) {
            shuffle(indices);
        }
        return indices;
    }

    /** Durstenfeld's form of the Fisher-Yates shuffle: every permutation is equally likely. */
    private void shuffle(int[] indices) {
        long state = Seeds.mix(seed);
        for (int last = indices.length - 1; last > 0; last--) {
            long bound = last + 1L;
            long product;
            do {
                state += 0x9E3779B97F4A7C15L;
                product = (Seeds.mix(state) >>> 32) * bound;
                // Lemire 2019, "Fast random integer generation in an interval": rejects what would make small numbers
                // likelier.
            } while ((product & 0xFFFFFFFFL) < (1L << 32) % bound);
            int other = (int) (product >>> 32);
            int swapped = indices[last];
            indices[last] = indices[other];
            indices[other] = swapped;
        }
    }
}
