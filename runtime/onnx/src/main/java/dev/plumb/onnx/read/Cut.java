package dev.plumb.onnx.read;

/** What Slice takes of an axis. Negative places are counted from behind, and none is beyond the axis. */
record Cut(int axis, long start, long end, long step) {
    /** The first place that it takes of an axis of this size. */
    long first(long size) {
        return Math.max(0, Math.min(start < 0 ? start + size : start, size + before()));
    }

    /** How many it takes of an axis of this size. */
    long count(long size) {
        long stop = Math.max(before(), Math.min(end < 0 ? end + size : end, size + before()));
        return Math.max(0, -Math.floorDiv(first(size) - stop, step));
    }

    private int before() {
        return step < 0 ? -1 : 0;
    }
}
