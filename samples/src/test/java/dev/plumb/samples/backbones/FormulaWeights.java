package dev.plumb.samples.backbones;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The weights and the image of {@code src/test/fixtures/backbones.py}: they follow from names, so that no file has to hold them. */
final class FormulaWeights {
    private FormulaWeights() {}

    /** From -1 to 1: the upper 24 bits of a multiplicative hash of the index, started by the name. */
    static float[] numbers(String name, int count) {
        CRC32 start = new CRC32();
        start.update(name.getBytes(StandardCharsets.UTF_8));
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            long mixed = ((i + 1) * 0x9E3779B97F4A7C15L) ^ start.getValue();
            mixed = (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
            numbers[i] = (float) ((mixed >>> 40) / (double) (1 << 23) - 1);
        }
        return numbers;
    }

    /** A weight of a layer that Keras calls so. */
    static INDArray values(String layer, String weight, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = numbers(layer + "/" + weight, count);
        float[] line =
                switch (weight) {
                    case "kernel" -> new float[] {(float) Math.sqrt(2.0 / inputs(shape)), 0};
                    case "gamma", "moving_variance", "variance" -> new float[] {0.25f, 1};
                    case "count" -> new float[] {0, 0};
                    default -> new float[] {0.25f, 0};
                };
        for (int i = 0; i < count; i++) {
            values[i] = line[0] * values[i] + line[1];
        }
        return Nd4j.createFromArray(values).reshape(shape);
    }

    /** The inputs of a unit: of a depthwise kernel height and width. */
    private static long inputs(long... shape) {
        boolean depthwise = shape.length == 4 && shape[3] == 1 && shape[0] > 1;
        long inputs = 1;
        for (int i = 0; i < (depthwise ? 2 : shape.length - 1); i++) {
            inputs *= shape[i];
        }
        return inputs;
    }
}
