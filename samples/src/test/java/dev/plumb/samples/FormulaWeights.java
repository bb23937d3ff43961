package dev.plumb.samples;

import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.runtime.Network;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The weights and inputs of {@code src/test/fixtures/formula.py}: they follow from names, so that no file has to hold them. */
public final class FormulaWeights {
    private FormulaWeights() {}

    /** From -1 to 1: the upper 24 bits of a multiplicative hash of the index, started by the name. */
    public static INDArray numbers(String name, long... shape) {
        CRC32 start = new CRC32();
        start.update(name.getBytes(StandardCharsets.UTF_8));
        float[] numbers = new float[(int) LongStream.of(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < numbers.length; i++) {
            long mixed = ((i + 1) * 0x9E3779B97F4A7C15L) ^ start.getValue();
            mixed = (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
            numbers[i] = (float) ((mixed >>> 40) / (double) (1 << 23) - 1);
        }
        return Nd4j.create(numbers, shape, 'c');
    }

    /** Gives a network its weights; the function says what Keras calls the layer of a path. */
    public static void set(Network network, UnaryOperator<String> names) {
        for (Node node : network.graph().nodes()) {
            String layer = names.apply(node.name());
            for (Weight weight : node.weights()) {
                INDArray values =
                        values(layer + "/" + weight.name(), weight.shape().sizes());
                network.setWeight(node.path(weight), values);
            }
        }
    }

    private static INDArray values(String path, long... shape) {
        INDArray draw = numbers(path, shape);
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "kernel" -> draw.muli((float) Math.sqrt(2.0 / inputs(shape)));
            case "gamma", "moving_variance", "variance" -> draw.muli(0.25f).addi(1);
            case "count" -> draw.assign(0);
            default -> draw.muli(0.25f);
        };
    }

    /** The inputs of a unit: of a depthwise kernel height and width. */
    private static long inputs(long... shape) {
        boolean depthwise = shape.length == 4 && shape[3] == 1 && shape[0] > 1;
        return LongStream.of(shape).limit(depthwise ? 2 : shape.length - 1).reduce(1, Math::multiplyExact);
    }
}
