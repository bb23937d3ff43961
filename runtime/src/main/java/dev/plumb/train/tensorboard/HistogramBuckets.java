package dev.plumb.train.tensorboard;

/** How many of some numbers are in each of 30 buckets of the same width, as {@code tf.summary.histogram} counts them. Numbers that are not finite are left out. */
final class HistogramBuckets {
    /** Of TensorBoard, if nothing else is asked for. */
    static final int COUNT = 30;

    /** Left, right and count of each bucket, one after the other. */
    private final double[] edges;

    private HistogramBuckets(double... edges) {
        this.edges = edges;
    }

    static HistogramBuckets of(float... values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        long finite = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
                finite++;
            }
        }
        double[] buckets = new double[3 * COUNT];
        if (finite == 0) {
            return new HistogramBuckets(buckets);
        }
        double width = (most - least) / COUNT;
        for (int i = 0; i < COUNT; i++) {
            buckets[3 * i] = width == 0 ? most : least + i * width;
            buckets[3 * i + 1] = width == 0 || i == COUNT - 1 ? most : least + (i + 1) * width;
        }
        for (float value : values) {
            if (Float.isFinite(value)) {
                int bucket = width == 0 ? COUNT - 1 : Math.min(COUNT - 1, (int) ((value - least) / width));
                buckets[3 * bucket + 2]++;
            }
        }
        return new HistogramBuckets(buckets);
    }

    /** Left, right and count of each bucket, one after the other. */
    double[] edges() {
        return edges.clone();
    }

    /** The same as TensorFlow writes it. */
    byte[] bytes() {
        byte[] bytes = new byte[edges.length * Double.BYTES];
        Message.littleEndian(bytes).asDoubleBuffer().put(edges);
        return bytes;
    }
}
