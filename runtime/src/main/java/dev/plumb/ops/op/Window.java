package dev.plumb.ops.op;

import java.util.Collections;
import java.util.List;

/**
 * How a kernel slides over the spatial axes of [batch, spatial…, channels]. One entry per spatial axis.
 *
 * @param strides steps between outputs, at least 1
 * @param dilations distance between taps, at least 1 (1 = dense)
 * @param padBefore cells added before the first
 * @param padAfter cells added after the last
 */
public record Window(List<Integer> strides, List<Integer> dilations, List<Integer> padBefore, List<Integer> padAfter) {

    /** Throws {@link IllegalArgumentException} if the lists differ in length or hold impossible values. */
    public Window {
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        padBefore = List.copyOf(padBefore);
        padAfter = List.copyOf(padAfter);
        int rank = strides.size();
        if (rank < 1 || rank > 3 || dilations.size() != rank || padBefore.size() != rank || padAfter.size() != rank) {
            throw new IllegalArgumentException("a window has 1 to 3 spatial axes and one entry for each, got strides "
                    + strides + ", dilations " + dilations + ", padding " + padBefore + " and " + padAfter);
        }
        if (Collections.min(strides) < 1
                || Collections.min(dilations) < 1
                || Collections.min(padBefore) < 0
                || Collections.min(padAfter) < 0) {
            throw new IllegalArgumentException(
                    "strides and dilations are at least 1 and padding at least 0, got strides " + strides
                            + ", dilations " + dilations + ", padding " + padBefore + " and " + padAfter);
        }
    }

    /** Dense, step 1, no padding. */
    public static Window valid(int spatialRank) {
        List<Integer> ones = Collections.nCopies(spatialRank, 1);
        List<Integer> zeros = Collections.nCopies(spatialRank, 0);
        return new Window(ones, ones, zeros, zeros);
    }

    /** Number of spatial axes. */
    public int spatialRank() {
        return strides.size();
    }

    /** {@code floor((size + padding - effective kernel) / stride) + 1}; not positive when the kernel does not fit. */
    public int outputSize(int axis, int size, int kernel) {
        int effective = (kernel - 1) * dilations.get(axis) + 1;
        return Math.floorDiv(size + padBefore.get(axis) + padAfter.get(axis) - effective, strides.get(axis)) + 1;
    }
}
