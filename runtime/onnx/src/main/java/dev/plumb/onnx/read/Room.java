package dev.plumb.onnx.read;

import dev.plumb.onnx.file.Unreadable;
import java.util.Locale;

/** How many numbers may still be computed when a file is read: some for each that the file has, as a few nodes can ask for any number of them. */
final class Room {
    private static final int FOR_EACH = 16;
    private static final long FOR_ANY_FILE = 1 << 22;

    private long left = FOR_ANY_FILE;

    /** The file has so many numbers. */
    void grow(long numbers) {
        left += FOR_EACH * numbers;
    }

    /** So many are about to be computed. */
    void take(long numbers) throws Unreadable {
        if (numbers > Math.min(left, Integer.MAX_VALUE)) {
            throw new Unreadable(String.format(
                    Locale.ROOT,
                    "it makes %,d numbers of those in the file: when a file is read, no more than %d for each of its"
                            + " numbers, and %,d, are computed. Store what it makes in the file",
                    numbers,
                    FOR_EACH,
                    FOR_ANY_FILE));
        }
        left -= numbers;
    }
}
