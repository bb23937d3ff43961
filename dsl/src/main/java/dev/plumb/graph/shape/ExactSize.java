package dev.plumb.graph.shape;

/** Arithmetic of numbers within {@link Dim#LARGEST}: exact, or a {@link SizeLimitException}. */
final class ExactSize {
    private ExactSize() {}

    static long checked(long size) {
        if (size > Dim.LARGEST || size < -Dim.LARGEST) {
            throw new SizeLimitException();
        }
        return size;
    }

    static long plus(long left, long right) {
        return checked(checked(left) + checked(right));
    }

    static long times(long left, long right) {
        long high = Math.multiplyHigh(left, right);
        long low = left * right;
        if (high != low >> 63) {
            throw new SizeLimitException();
        }
        return checked(low);
    }
}
