package dev.plumb.onnx.read;

import dev.plumb.runtime.WeightSource;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A weight of a layer, as it is here. */
final class WeightValues implements WeightSource.Values {
    private final String name;
    private final long[] sizes;
    private final float[] values;

    private WeightValues(String name, long[] sizes, float[] values) {
        this.name = name;
        this.sizes = sizes;
        this.values = values;
    }

    static WeightValues of(String name, Constant constant) {
        return new WeightValues(
                name, Arrays.stream(constant.shape()).asLongStream().toArray(), constant.reals());
    }

    boolean isSame(WeightValues other) {
        return Arrays.equals(sizes, other.sizes) && Arrays.equals(values, other.values);
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
    public void read(FloatBuffer destination) {
        destination.put(values);
    }
}
