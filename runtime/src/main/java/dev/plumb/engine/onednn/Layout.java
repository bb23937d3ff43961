package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logical sizes, in the order that oneDNN wants, and how far apart in memory neighbours along each axis are.
 *
 * @param dataType the element type, as oneDNN numbers it: {@link DataTypes}
 * @param sizes of the axes
 * @param strides in elements
 */
record Layout(int dataType, List<Long> sizes, List<Long> strides) {

    Layout {
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Layout layout
                && dataType == layout.dataType
                && sizes.equals(layout.sizes)
                && strides.equals(layout.strides);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dataType + sizes.hashCode()) + strides.hashCode();
    }

    /** Row-major floats. */
    static Layout dense(long... sizes) {
        List<Long> all = new ArrayList<>();
        for (long size : sizes) {
            all.add(size);
        }
        return dense(DataTypes.FLOAT32, all);
    }

    /** Row-major. */
    static Layout dense(int dataType, List<Long> sizes) {
        Long[] strides = new Long[sizes.size()];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= sizes.get(axis);
        }
        return new Layout(dataType, sizes, List.of(strides));
    }

    /** Row-major as the type says; a scalar has one axis. */
    static Layout dense(ArrayType type) {
        List<Long> sizes = new ArrayList<>();
        type.shape().forEach(size -> sizes.add((long) size));
        if (sizes.isEmpty()) {
            sizes.add(1L);
        }
        return dense(DataTypes.of(type), sizes);
    }

    /** [batch, spatial…, channels] in memory, as (batch, channels, spatial…). */
    static Layout channelsLast(ArrayType type) {
        int rank = type.rank();
        List<Integer> permutation = new ArrayList<>(List.of(0, rank - 1));
        for (int axis = 1; axis < rank - 1; axis++) {
            permutation.add(axis);
        }
        return dense(type).permute(permutation);
    }

    /** Axis i of the result is axis {@code permutation[i]} of this. */
    Layout permute(List<Integer> permutation) {
        return new Layout(
                dataType,
                permutation.stream().map(sizes::get).toList(),
                permutation.stream().map(strides::get).toList());
    }

    /** The same strides with other sizes: a box within this. */
    Layout box(List<Long> newSizes) {
        return new Layout(dataType, newSizes, strides);
    }

    long[] sizeArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    long[] strideArray() {
        return strides.stream().mapToLong(Long::longValue).toArray();
    }
}
