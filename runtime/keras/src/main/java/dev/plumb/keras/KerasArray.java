package dev.plumb.keras;

import dev.plumb.runtime.WeightSource;
import java.nio.FloatBuffer;

/** An array of a file, read. */
record KerasArray(String name, long[] sizes, float[] values) implements WeightSource.Values {
    @Override
    public void read(FloatBuffer destination) {
        destination.put(values);
    }
}
