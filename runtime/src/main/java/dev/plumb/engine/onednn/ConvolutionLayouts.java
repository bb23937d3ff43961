package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;

/** How arrays in Keras' order look to oneDNN's convolution and pooling. */
final class ConvolutionLayouts {

    private ConvolutionLayouts() {}

    /** A window as oneDNN takes it: a dilation of 0 is dense. */
    record Geometry(Window window) {

        long[] strides() {
            return longs(window.strides(), 0);
        }

        long[] dilations() {
            return longs(window.dilations(), -1);
        }

        long[] padBefore() {
            return longs(window.padBefore(), 0);
        }

        long[] padAfter() {
            return longs(window.padAfter(), 0);
        }
    }

    static Geometry geometry(Window window) {
        return new Geometry(window);
    }

    static long[] longs(List<Integer> numbers, int add) {
        return numbers.stream().mapToLong(number -> number + add).toArray();
    }

    /** (batch, spatial…, channels) as (batch, channels, spatial…). */
    static Layout channelsSecond(Layout layout) {
        int rank = layout.sizes().size();
        List<Integer> permutation = new ArrayList<>(List.of(0, rank - 1));
        for (int axis = 1; axis < rank - 1; axis++) {
            permutation.add(axis);
        }
        return layout.permute(permutation);
    }

    /** Weights [spatial…, channels/groups, filters] as (filters, channels, spatial…), with a leading axis for groups. */
    static Layout weights(ArrayType type, int groups) {
        int spatial = type.rank() - 2;
        Layout plain = Layout.dense(type);
        long filters = type.size(-1);
        List<Long> sizes = new ArrayList<>();
        List<Long> strides = new ArrayList<>();
        if (groups > 1) {
            sizes.add((long) groups);
            strides.add(filters / groups);
        }
        sizes.add(filters / groups);
        strides.add(1L);
        sizes.add((long) type.size(-2));
        strides.add(filters);
        for (int axis = 0; axis < spatial; axis++) {
            sizes.add(plain.sizes().get(axis));
            strides.add(plain.strides().get(axis));
        }
        return new Layout(DataTypes.of(type), sizes, strides);
    }
}
