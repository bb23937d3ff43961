package dev.plumb.train.tensorboard;

/**
 * How many of some numbers are in each of 30 buckets of the same width, as {@code tf.summary.histogram} counts them. Numbers that are not finite are left out.
 *
 * @param edges left, right and count of each bucket, one after the other
 */
record HistogramBuckets(double... edges) {
    /** Of TensorBoard, if nothing else is asked for. */
    static final int COUNT = 30;

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

    byte[] bytes() {
        var bytes = Message.littleEndian(edges.length * Double.BYTES);
        for (double edge : edges) {
            bytes.putDouble(edge);
        }
        return bytes.array();
    }
}
