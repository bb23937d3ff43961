package dev.plumb.keras;

import dev.plumb.io.FormatException;
import dev.plumb.runtime.WeightSource;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

    /** The number of elements. */
    int elements() {
        return values.length;
    }

    @Override
    public String toString() {
        return name + Arrays.toString(sizes);
    }

    /** It as an array of ND4J, which has to have a shape. */
    INDArray array(String place, long... shape) throws FormatException {
        if (!Arrays.equals(shape, sizes)) {
            throw new FormatException(place + "/" + name + ": its shape is " + Arrays.toString(sizes) + ", expected "
                    + Arrays.toString(shape));
        }
        return Nd4j.createFromArray(values).reshape(shape);
    }

    @Override
    public void read(FloatBuffer destination) {
        destination.put(values);
    }
}
