package dev.plumb.graph.file;

import java.util.List;

/**
 * What a file says about one of its arrays.
 *
 * @param shape the size of each axis; empty for a scalar
 * @param begin where its elements begin in the data, in bytes
 * @param end where they end
 */
public record TensorHeader(String name, ElementType type, List<Long> shape, long begin, long end) {
    public TensorHeader {
        shape = List.copyOf(shape);
    }

    /** How many bytes its elements take. */
    public long bytes() {
        return end - begin;
    }
}
