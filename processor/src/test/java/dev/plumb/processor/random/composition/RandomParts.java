package dev.plumb.processor.random.composition;

import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;
import static dev.plumb.dsl.Padding.VALID;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws layers for a shape, and uses of blocks. */
final class RandomParts {
    private final Random random;

    RandomParts(Random random) {
        this.random = random;
    }

    ActivationFunction activation() {
        List<ActivationFunction> some = List.of(
                ActivationFunction.RELU,
                ActivationFunction.TANH,
                ActivationFunction.SIGMOID,
                ActivationFunction.ELU,
                ActivationFunction.SOFTPLUS);
        return some.get(random.nextInt(some.size()));
    }

    private int few() {
        return 2 + random.nextInt(4);
    }

    LayerSpec merge() {
        return switch (random.nextInt(5)) {
            case 0 -> Layers.maximum();
            case 1 -> Layers.average();
            case 2 -> Layers.multiply();
            default -> Layers.add();
        };
    }

    /** Some layer that takes this shape. */
    LayerSpec layer(Shape shape) {
        if (random.nextInt(3) == 0) {
            return keeping(shape);
        }
        return switch (shape.rank()) {
            case 2 -> sequence();
            case 3 -> image();
            default ->
                random.nextInt(8) == 0
                        ? Layers.repeatVector(3)
                        : Layers.dense(few()).activation(activation());
        };
    }

    private LayerSpec sequence() {
        return switch (random.nextInt(8)) {
            case 0 -> Layers.lstm(few()).returnSequences(random.nextBoolean());
            case 1 -> Layers.gru(few()).returnSequences(random.nextBoolean());
            case 2 -> Layers.conv1D(few(), 2).padding(random.nextBoolean() ? CAUSAL : VALID);
            case 3 -> Layers.conv1D(few(), 3).padding(SAME).strides(1 + random.nextInt(2));
            case 4 -> Layers.maxPooling1D();
            case 5 -> Layers.averagePooling1D(2);
            case 6 -> Layers.flatten();
            default -> Layers.dense(few());
        };
    }

    private LayerSpec image() {
        return switch (random.nextInt(7)) {
            case 0 -> Layers.conv2D(few(), 3).padding(SAME).strides(1 + random.nextInt(2));
            case 1 -> Layers.conv2D(few(), 2).activation(activation());
            case 2 -> Layers.maxPooling2D();
            case 3 -> Layers.averagePooling2D(2);
            case 4 -> Layers.zeroPadding2D();
            case 5 -> Layers.globalMaxPooling2D();
            default -> Layers.dense(few());
        };
    }

    /** A layer that gives the shape that it takes. */
    LayerSpec keeping(Shape shape) {
        String last = shape.dims().get(shape.rank() - 1).toString();
        int features = last.matches("\\d+") ? Integer.parseInt(last) : 3;
        return switch (random.nextInt(shape.rank() == 3 ? 6 : 5)) {
            case 0 -> Layers.batchNormalization();
            case 1 -> Layers.layerNormalization();
            case 2 -> Layers.activation(activation());
            case 3 -> Layers.dropout(0.3);
            case 4 -> Layers.dense(features).activation(activation());
            default -> Layers.conv2D(features, 3).padding(SAME);
        };
    }

    LayerSpec flatSequence(Shape shape) {
        return switch (random.nextInt(4)) {
            case 0 -> Layers.lstm(3);
            case 1 -> Layers.globalMaxPooling1D();
            default -> shape.isKnown() ? Layers.flatten() : Layers.globalAveragePooling1D();
        };
    }

    LayerSpec flatImage(Shape shape) {
        return shape.isKnown() && random.nextInt(3) == 0 ? Layers.flatten() : Layers.globalAveragePooling2D();
    }

    /** A use of a block; what has a default is stated or not. */
    Program.OfBlock use(RandomBlocks.Made made, int units) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Program.Attribute attribute : made.block().attributes()) {
            if (attribute.standard().isPresent() && random.nextBoolean()) {
                continue;
            }
            Object value =
                    switch (attribute.name()) {
                        case "units" -> units;
                        case "stride", "depth" -> 1 + random.nextInt(2);
                        case "extra" -> random.nextBoolean();
                        case "norm" -> List.of("BATCH", "LAYER", "NONE").get(random.nextInt(3));
                        default -> activation().name();
                    };
            values.put(attribute.name(), value);
        }
        return new Program.OfBlock(made.block().name(), values);
    }

    /** The same with {@code units} to be bound. */
    Program.OfBlock unbound(Program.Part part) {
        Program.OfBlock block = (Program.OfBlock) part;
        Map<String, Object> values = new LinkedHashMap<>(block.values());
        values.put("units", BOUND);
        return new Program.OfBlock(block.block(), values);
    }
}
