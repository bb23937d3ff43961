package dev.plumb.layer;

/** Short sequences in the way of long ones. */
public final class ShortAttention {

    private ShortAttention() {}

    /** What is traced within takes attention of any length as one op. */
    public static void asLong(Runnable traced) {
        HeadsAttention.SHORTEST.set(2);
        try {
            traced.run();
        } finally {
            HeadsAttention.SHORTEST.remove();
        }
    }
}
