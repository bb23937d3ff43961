package dev.plumb.keras;

import dev.plumb.runtime.WeightSource;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** An array of a file, read. */
final class KerasArray implements WeightSource.Values {
    private final String name;
    private final long[] sizes;
    private final float[] values;

    KerasArray(String name, long[] sizes, float[] values) {
        this.name = name;
        this.sizes = sizes.clone();
        this.values = values;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long[] sizes() {
        return sizes.clone();
    }

    @Override
    public String toString() {
        return name + Arrays.toString(sizes);
    }

    @Override
    public void read(FloatBuffer destination) {
        destination.put(values);
    }
}
