package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.runtime.GradientCheck;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Hue, saturation and value have gradients, which those of TensorFlow have not. What is drawn for colours lies where it should. */
final class ColorsTest {
    /** Of different hues, none at a kink. */
    private static final float[][][][] COLORS = {
        {{{0.9f, 0.3f, 0.1f}, {0.2f, 0.7f, 0.5f}}, {{0.3f, 0.2f, 0.8f}, {0.6f, 0.1f, 0.35f}}},
        {{{0.45f, 0.8f, 0.2f}, {0.1f, 0.5f, 0.85f}}, {{0.5f, 0.3f, 0.25f}, {0.15f, 0.3f, 0.7f}}}
    };

    private static final int IMAGES = 400;

    @Test
    void gradientsOfTurnedColoursAreSlopes() {
        GradientCheck.of(
                        in -> Colors.of(in.get(0))
                                .turned(in.get(0).recorder().constant(0.16f))
                                .image(),
                        Nd4j.createFromArray(COLORS))
                .require(2e-3);
    }

    @Test
    void gradientsOfSaturatedColoursAreSlopes() {
        ValueRange range = ValueRange.of(List.of(0.0, 255.0));
        GradientCheck.of(
                        in -> Colors.of(in.get(0))
                                .saturated(in.get(0).recorder().constant(0.6f), range)
                                .image(),
                        Nd4j.createFromArray(COLORS))
                .require(2e-3);
    }

    @Test
    void grayAndBlackHaveGradients() {
        GradientCheck.of(
                        in -> {
                            Var x = in.get(0);
                            return Colors.gray(x);
                        },
                        Nd4j.ones(DataType.FLOAT, 1, 2, 2, 3))
                .require(2e-3);
    }

    /** What the layer makes of one pixel in many images. */
    private static Set<Float> drawn(LayerSpec layer, float... pixel) {
        Network network = Network.create(
                SequentialBuilder.named("Colours", Shape.of(1, 1, pixel.length), DType.FLOAT32)
                        .add(layer)
                        .build(),
                1);
        INDArray images = Nd4j.tile(Nd4j.createFromArray(pixel).reshape(1, 1, 1, pixel.length), IMAGES, 1, 1, 1);
        INDArray made = network.predict(List.of(images), Phase.TRAINING, 3).get(0);
        Set<Float> numbers = new TreeSet<>();
        for (float number : made.dup('c').ravel().toFloatVector()) {
            numbers.add(number);
        }
        return numbers;
    }

    @Test
    void theUpperNumberOfBitsIsNotDrawn() {
        assertEquals(Set.of(160f, 176f, 184f, 188f), drawn(Layers.randomPosterization(3, 7), 189));
        assertEquals(Set.of(188f), drawn(Layers.randomPosterization(6, 6), 189));
    }

    @Test
    void anImageIsInvertedOrNot() {
        assertEquals(Set.of(10f, 245f), drawn(Layers.randomInvert(), 10));
        assertEquals(Set.of(0.75f), drawn(Layers.randomInvert().value(1, 1).valueRange(-1, 1), 0.25f));
    }

    @Test
    void colourIsLeftOrTaken() {
        List<Float> made = new ArrayList<>(drawn(Layers.randomGrayscale(), 100, 100, 200));
        assertEquals(3, made.size());
        assertEquals(List.of(100f, 200f), List.of(made.get(0), made.get(2)));
        assertEquals(0.8859f * 100 + 0.114f * 200, made.get(1), 1e-3);
    }
}
