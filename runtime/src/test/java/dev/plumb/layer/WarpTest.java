package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.rule.ImageMotionSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.runtime.GradientCheck;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What bent images keep, and the gradients of images that are read at computed places. */
final class WarpTest {
    private static final int HEIGHT = 9;
    private static final int WIDTH = 13;

    /** What the layer makes of images whose pixels have their row and column. */
    private static INDArray bent(LayerSpec layer, int images) {
        Network network = Network.create(
                SequentialBuilder.named("Bent", Shape.of(HEIGHT, WIDTH, 2), DType.FLOAT32)
                        .add(layer)
                        .build(),
                1);
        INDArray places = Nd4j.create(DataType.FLOAT, images, HEIGHT, WIDTH, 2);
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                for (int image = 0; image < images; image++) {
                    places.putScalar(new int[] {image, row, column, 0}, row);
                    places.putScalar(new int[] {image, row, column, 1}, column);
                }
            }
        }
        return network.predict(List.of(places), Phase.TRAINING, 4).get(0);
    }

    @Test
    void aShearMovesBothAxesToOneSideAndKeepsTheCorner() {
        INDArray sheared =
                bent(Layers.randomShear().xFactor(0.5, 0.5).yFactor(0.25, 0.25).fillMode(FillMode.EDGE), 40);
        int positive = 0;
        for (int image = 0; image < 40; image++) {
            assertEquals(0, sheared.getFloat(image, 0, 0, 0));
            boolean toTheRight = sheared.getFloat(image, 4, 4, 1) > 4;
            positive += toTheRight ? 1 : 0;
            assertEquals(toTheRight ? 6 : 2, sheared.getFloat(image, 4, 4, 1), 1e-4);
            assertEquals(toTheRight ? 5 : 3, sheared.getFloat(image, 4, 4, 0), 1e-4);
        }
        assertTrue(positive > 5 && positive < 35, positive + " of 40");
    }

    @Test
    void aProjectionKeepsTheUpperLeftCornerAndStraightLines() {
        INDArray seen = bent(Layers.randomPerspective().value(1, 1).scale(0.4).fillValue(-1), 20);
        for (int image = 0; image < 20; image++) {
            assertArrayEquals(
                    new float[] {0, 0},
                    new float[] {seen.getFloat(image, 0, 0, 0), seen.getFloat(image, 0, 0, 1)},
                    1e-5f);
            double[][] points = new double[3][];
            for (int i = 0; i < 3; i++) {
                points[i] = new double[] {seen.getFloat(image, 2, 1 + 2 * i, 0), seen.getFloat(image, 2, 1 + 2 * i, 1)};
            }
            double turned = (points[1][0] - points[0][0]) * (points[2][1] - points[0][1])
                    - (points[2][0] - points[0][0]) * (points[1][1] - points[0][1]);
            assertEquals(0, turned, 1e-3, "points of a row lie on a line");
        }
    }

    @Test
    void aPixelOfAnElasticImageMovesAlongBothAxesAlike() {
        INDArray moved = bent(Layers.randomElasticTransform().value(1, 1).fillMode(FillMode.EDGE), 20);
        for (int image = 0; image < 20; image++) {
            float down = moved.getFloat(image, 4, 6, 0) - 4;
            assertEquals(down, moved.getFloat(image, 4, 6, 1) - 6, 1e-4);
        }
    }

    static Stream<ImageMotionSpec> readings() {
        return Arrays.stream(FillMode.values()).flatMap(mode -> Stream.of(Interpolation.BILINEAR, Interpolation.NEAREST)
                .map(interpolation -> Layers.randomShear().fillMode(mode).interpolation(interpolation)));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void gradientsOfMappedImagesAreSlopes(ImageMotionSpec spec) {
        GradientCheck.of(
                        in -> {
                            Var x = in.get(0);
                            Var rows = x.recorder()
                                    .constant(new float[][] {{-2.2f, 0.3f, 4.1f}, {1.7f, 2.6f, 0.9f}})
                                    .reshape(1, 2, 3);
                            Var columns = x.recorder()
                                    .constant(new float[][] {{0.4f, -1.3f, 3.2f}, {5.6f, 2.2f, 1.1f}})
                                    .reshape(1, 2, 3);
                            return MovedImage.mapped(
                                    spec,
                                    x,
                                    rows.concatenate(0, rows.plus(0.1f)),
                                    columns.concatenate(0, columns.times(0.7f)));
                        },
                        Nd4j.rand(DataType.FLOAT, 2, 3, 4, 2))
                .require(2e-3);
    }
}
