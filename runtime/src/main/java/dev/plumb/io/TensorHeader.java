package dev.plumb.io;

import dev.plumb.io.TensorData.ElementType;
import java.util.List;

/**
 * What a file says about one of its arrays.
 *
 * @param shape the size of each axis; empty for a scalar
 * @param begin where its elements begin in the data, in bytes
 * @param end where they end
 */
record TensorHeader(String name, ElementType type, List<Long> shape, long begin, long end) {
    long bytes() {
        return end - begin;
    }
}
