package dev.plumb.onnx.write;

/** Versions of ONNX's operators: a file states the lowest that has all of its nodes. */
public enum Opset {
    /** What all others are written in. */
    LOWEST(18, 8),
    /** With a scale and a shift for each channel; that of 18 has them for each group. */
    GROUP_NORMALIZATION(21, 10),
    RMS_NORMALIZATION(23, 11),
    ATTENTION(23, 11);

    private final int version;
    private final int format;

    Opset(int version, int format) {
        this.version = version;
        this.format = format;
    }

    /** The number of the opset. */
    public int version() {
        return version;
    }

    /** The version of the file format that came with it. */
    public int format() {
        return format;
    }
}
