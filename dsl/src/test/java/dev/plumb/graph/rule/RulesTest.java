package dev.plumb.graph.rule;

import static dev.plumb.dsl.ActivationFunction.GLU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.ByName;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each layer says of inputs and attributes that do not fit: the first line, word by word. */
final class RulesTest {
    private static final LayerSpec DENSE = Layers.dense(3);
    private static final LayerSpec NORMALIZATION = Layers.batchNormalization();

    private static TensorType floats(String... axes) {
        return TensorType.of(Shape.parse(axes), DType.FLOAT32);
    }

    private static TensorType ints(String... axes) {
        return TensorType.of(Shape.parse(axes), DType.INT32);
    }

    /** A layer 'y' on inputs 'a', 'b', … of these types. */
    private static GraphBuilder applied(LayerSpec layer, TensorType... types) {
        GraphBuilder g = GraphBuilder.named("Rules");
        Wire[] wires = new Wire[types.length];
        for (int i = 0; i < types.length; i++) {
            wires[i] = g.input(Character.toString('a' + i), types[i].shape(), types[i].dtype());
        }
        return g.output(g.apply("y", layer, wires));
    }

    private static void assertGives(String type, LayerSpec layer, TensorType... types) {
        assertEquals(type, applied(layer, types).build().outputs().get(0).type().toString(), layer.describe());
    }

    private static void assertSays(String firstLine, LayerSpec layer, TensorType... types) {
        List<Problem> problems = assertThrows(
                        GraphException.class, () -> applied(layer, types).build())
                .problems();
        assertEquals(
                List.of(firstLine), problems.stream().map(Problem::firstLine).toList());
    }

    private static LayerSpec conv(Object... attributes) {
        Object[] all = new Object[attributes.length + 2];
        all[0] = "filters";
        all[1] = 6;
        System.arraycopy(attributes, 0, all, 2, attributes.length);
        return ByName.layer(Conv2DLayer.DEFINITION, all);
    }

    @Test
    void dense() {
        assertGives("(7, 3)", DENSE, floats("7", "4"));
        assertGives("(time, 3)", DENSE, floats("time", "4"));
        assertSays(
                "[plumb/rank-mismatch] Dense 'y' needs an input of rank 1 or more (features last): 'a' has rank 0, ()",
                DENSE,
                floats());
        assertSays("[plumb/dtype-mismatch] Dense 'y' needs an input of float32: 'a' is int32", DENSE, ints("4"));
        assertSays(
                "[plumb/unknown-dimension] Dense 'y' needs to know the size of axis -1 (the kernel has that many rows): 'a' is (time)",
                DENSE,
                floats("time"));
        assertSays("[plumb/bad-attribute] Dense 'y' has units = 0: must be at least 1", Layers.dense(0), floats("4"));
        assertSays("[plumb/wrong-arity] Dense 'y' takes one input: it has 2", DENSE, floats("4"), floats("4"));
        assertSays(
                "[plumb/not-divisible] Dense 'y' needs the last axis of its result divisible by 2: 'a' is (4), 3 is not",
                Layers.dense(3).activation(GLU),
                floats("4"));
    }

    @Test
    void activation() {
        assertGives("(7, 2)", Layers.activation(GLU), floats("7", "4"));
        assertGives("(time/2)", Layers.activation(GLU), floats("time"));
        assertSays(
                "[plumb/not-divisible] Activation 'y' needs the last axis of its result divisible by 2: 'a' is (5), 5 is not",
                Layers.activation(GLU),
                floats("5"));
        assertSays(
                "[plumb/rank-mismatch] Activation 'y' needs an input of rank 1 or more (features last): 'a' has rank 0, ()",
                Layers.activation(SOFTMAX),
                floats());
        assertSays(
                "[plumb/dtype-mismatch] Activation 'y' needs an input of float32: 'a' is int32",
                Layers.activation(SOFTMAX),
                ints("4"));
    }

    @Test
    void dropout() {
        assertGives("(time, 4)", Layers.dropout(0.5), floats("time", "4"));
        assertGives("(time, 4)", Layers.dropout(0.5).noiseShape(9, 1), floats("time", "4"));
        assertSays(
                "[plumb/bad-attribute] Dropout 'y' has value = 1.5: must be between 0 and 1",
                Layers.dropout(1.5),
                floats("4"));
        assertSays(
                "[plumb/bad-attribute] Dropout 'y' has value = 30.0: must be between 0 and 1 (30 % is 0.3)",
                Layers.dropout(30), floats("4"));
        assertSays(
                "[plumb/bad-attribute] Dropout 'y' has value = NaN: must be between 0 and 1",
                Layers.dropout(Double.NaN),
                floats("4"));
        assertSays(
                "[plumb/bad-attribute] Dropout 'y' has noiseShape = {1, 3}: must be one entry an axis of (7, 4), each 1, -1 or the axis's size",
                Layers.dropout(0.5).noiseShape(1, 3),
                floats("7", "4"));
        assertSays(
                "[plumb/dtype-mismatch] Dropout 'y' needs an input of float32: 'a' is int32",
                Layers.dropout(0.5),
                ints("4"));
    }

    @Test
    void flatten() {
        assertGives("(3136)", Layers.flatten(), floats("7", "7", "64"));
        assertGives("(1)", Layers.flatten(), floats());
        assertGives("(4*time)", Layers.flatten(), floats("time", "4"));
        assertGives("(28) int32", Layers.flatten(), ints("7", "4"));
        assertSays(
                "[plumb/wrong-arity] Flatten 'y' takes one input: it has 2",
                Layers.flatten(),
                floats("4"),
                floats("4"));
    }

    @Test
    void reshape() {
        assertGives("(4, 8)", Layers.reshape(-1, 8), floats("4", "4", "2"));
        assertGives("(time, 2, 2)", Layers.reshape(-1, 2, 2), floats("time", "4"));
        assertSays(
                "[plumb/shape-mismatch] Reshape 'y' must keep the number of elements: 'a' is (6) = 6 elements, the target (2, 4) = 8",
                Layers.reshape(2, 4),
                floats("6"));
        assertSays(
                "[plumb/not-divisible] Reshape 'y' needs the number of elements divisible by 4: 'a' is (6), 6 is not",
                Layers.reshape(-1, 4),
                floats("6"));
        assertSays(
                "[plumb/bad-attribute] Reshape 'y' has value = {-1, -1}: must be free (-1) on one axis at most",
                Layers.reshape(-1, -1),
                floats("6"));
        assertSays(
                "[plumb/bad-attribute] Reshape 'y' has value = {2, 0}: must be sizes of at least 1, or -1",
                Layers.reshape(2, 0),
                floats("6"));
    }

    @Test
    void elementwise() {
        assertGives("(7, 4)", Layers.add(), floats("4"), floats("7", "4"));
        assertGives("(7, 4)", Layers.multiply(), floats("7", "1"), floats("1", "4"));
        assertGives("(time, 4)", Layers.add(), floats("time", "4"), floats("time", "4"));
        assertGives("(9, 4)", Layers.add(), floats("time", "4"), floats("9", "4"));
        assertSays("[plumb/wrong-arity] Add 'y' takes at least 2 inputs: it has 1", Layers.add(), floats("4"));
        assertSays(
                "[plumb/shape-mismatch] Multiply 'y' needs inputs of one shape: 'a' is (4), 'c' is (5)",
                Layers.multiply(),
                floats("4"),
                floats("1"),
                floats("5"));
        assertSays(
                "[plumb/broadcast] Add 'y' cannot broadcast its inputs to one shape: 'a' is (7, 4), 'b' is (5); on axis -1 one has 4 and the other 5, and neither is 1",
                Layers.add(),
                floats("7", "4"),
                floats("5"));
        assertSays(
                "[plumb/dtype-mismatch] Add 'y' needs an input of float32: 'b' is int32",
                Layers.add(),
                floats("4"),
                ints("4"));
    }

    @Test
    void concatenate() {
        LayerSpec last = Layers.concatenate();
        assertGives("(172)", last, floats("128"), floats("32"), floats("12"));
        assertGives("(7, 5)", Layers.concatenate().axis(1), floats("3", "5"), floats("4", "5"));
        assertGives("(2*time, 5)", Layers.concatenate().axis(1), floats("time", "5"), floats("time", "5"));
        assertGives("(4) int32", last, ints("3"), ints("1"));
        assertSays(
                "[plumb/shape-mismatch] Concatenate 'y' needs inputs that are equal on every axis but axis 2: 'a' is (3, 5), 'b' is (4, 5), they differ on axis 1",
                last,
                floats("3", "5"),
                floats("4", "5"));
        assertSays(
                "[plumb/rank-mismatch] Concatenate 'y' needs an input of rank 2, like its first input: 'b' has rank 1, (5)",
                last,
                floats("3", "5"),
                floats("5"));
        assertSays(
                "[plumb/dtype-mismatch] Concatenate 'y' needs an input of float32: 'b' is int32",
                last,
                floats("5"),
                ints("5"));
        assertSays(
                "[plumb/bad-attribute] Concatenate 'y' has axis = 0: must be from 1 to 1 or from -1 to -1",
                Layers.concatenate().axis(0),
                floats("5"),
                floats("5"));
        assertSays(
                "[plumb/bad-attribute] Concatenate 'y' has axis = 3: must be from 1 to 2 or from -2 to -1",
                Layers.concatenate().axis(3),
                floats("5", "1"),
                floats("5", "1"));
    }

    @Test
    void convolution() {
        assertGives("(height-2, width-2, 6)", conv("kernelSize", 3), floats("height", "width", "2"));
        assertGives(
                "((height+1)/2, 4, 6)",
                conv("kernelSize", 3, "strides", 2, "padding", Padding.SAME),
                floats("height", "8", "2"));
        assertSays(
                "[plumb/rank-mismatch] Conv2D 'y' needs an input of rank 3 (height, width, channels): 'a' has rank 2, (28, 28)",
                conv("kernelSize", 3),
                floats("28", "28"));
        assertSays(
                "[plumb/dtype-mismatch] Conv2D 'y' needs an input of float32: 'a' is int32",
                conv("kernelSize", 3),
                ints("28", "28", "1"));
        assertSays(
                "[plumb/unknown-dimension] Conv2D 'y' needs to know the size of axis -1 (the kernel has that many channels): 'a' is (8, 8, channels)",
                conv("kernelSize", 3),
                floats("8", "8", "channels"));
        assertSays(
                "[plumb/not-divisible] Conv2D 'y' needs the number of channels divisible by 3: 'a' is (8, 8, 4), 4 is not",
                conv("kernelSize", 3, "groups", 3),
                floats("8", "8", "4"));
        assertSays(
                "[plumb/empty-dimension] Conv2D 'y' leaves nothing of the width of 'a', (8, 2, 1): (width - window) / stride + 1 = (2 - 3) / 1 + 1 = 0",
                conv("kernelSize", 3),
                floats("8", "2", "1"));
        assertSays(
                "[plumb/bad-attribute] Conv2D 'y' has groups = 4: must be a divisor of filters = 6",
                conv("kernelSize", 3, "groups", 4),
                floats("8", "8", "4"));
        assertSays(
                "[plumb/bad-attribute] Conv2D 'y' has kernelSize[1] = 0: must be at least 1",
                conv("kernelSize", List.of(3, 0)),
                floats("8", "8", "4"));
        assertSays(
                "[plumb/bad-attribute] Conv2D 'y' has kernelSize = {3, 3, 3}: must be one size, or 2 (one an axis)",
                conv("kernelSize", List.of(3, 3, 3)),
                floats("8", "8", "4"));
        assertSays(
                "[plumb/bad-attribute] Conv2D 'y' has dilationRate = 2: must be 1 where strides are above 1",
                conv("kernelSize", 3, "strides", 2, "dilationRate", 2),
                floats("8", "8", "4"));
        assertSays(
                "[plumb/bad-attribute] Conv2D 'y' has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL",
                conv("kernelSize", 3, "padding", Padding.CAUSAL),
                floats("8", "8", "4"));
    }

    @Test
    void pooling() {
        LayerSpec pooling = Layers.maxPooling2D();
        assertGives("(height/2, 4, 3)", pooling, floats("height", "8", "3"));
        assertSays(
                "[plumb/empty-dimension] MaxPooling2D 'y' leaves nothing of the height of 'a', (1, 8, 3): (height - window) / stride + 1 = (1 - 2) / 2 + 1 = 0",
                pooling,
                floats("1", "8", "3"));
        assertSays(
                "[plumb/bad-attribute] MaxPooling2D 'y' has poolSize = 0: must be at least 1",
                Layers.maxPooling2D().poolSize(0),
                floats("8", "8", "3"));
        assertSays(
                "[plumb/rank-mismatch] MaxPooling2D 'y' needs an input of rank 3 (height, width, channels): 'a' has rank 1, (4)",
                pooling,
                floats("4"));
        assertGives("(3)", Layers.globalAveragePooling2D(), floats("height", "width", "3"));
        assertGives("(1, 1, 3)", Layers.globalAveragePooling2D().keepdims(true), floats("height", "width", "3"));
        assertSays(
                "[plumb/rank-mismatch] GlobalAveragePooling2D 'y' needs an input of rank 3 (height, width, channels): 'a' has rank 2, (8, 3)",
                Layers.globalAveragePooling2D(),
                floats("8", "3"));
    }

    @Test
    void normalization() {
        assertGives("(time, 4)", NORMALIZATION, floats("time", "4"));
        assertSays(
                "[plumb/rank-mismatch] BatchNormalization 'y' needs an input of rank 1 or more (channels last): 'a' has rank 0, ()",
                NORMALIZATION,
                floats());
        assertSays(
                "[plumb/unknown-dimension] BatchNormalization 'y' needs to know the size of axis -1 (each of them keeps statistics of its own): 'a' is (time)",
                NORMALIZATION,
                floats("time"));
        assertSays(
                "[plumb/bad-attribute] BatchNormalization 'y' has axis = 0: must be another axis than the batch axis",
                Layers.batchNormalization().axis(0),
                floats("4"));
        assertSays(
                "[plumb/bad-attribute] BatchNormalization 'y' has axis = 2: must be from 1 to 1 or from -1 to -1",
                Layers.batchNormalization().axis(2),
                floats("4"));
        assertSays(
                "[plumb/bad-attribute] BatchNormalization 'y' has epsilon = 0.0: must be above 0",
                Layers.batchNormalization().epsilon(0),
                floats("4"));
    }

    @Test
    void embedding() {
        LayerSpec embedding = Layers.embedding(100, 8);
        assertGives("(time, 8)", embedding, ints("time"));
        assertGives("(8)", embedding, ints());
        LayerSpec large = Layers.embedding(10_000, 64);
        assertGives("(time, 64)", large, ints("time"));
        assertEquals(640_000, large.weights(List.of(ints("time"))).get(0).parameters());
        assertSays(
                "[plumb/dtype-mismatch] Embedding 'y' needs an input of int32: 'a' is float32", embedding, floats("5"));
        assertSays(
                "[plumb/bad-attribute] Embedding 'y' has outputDim = -1: must be at least 1",
                Layers.embedding(100, -1),
                ints("5"));
    }
}
