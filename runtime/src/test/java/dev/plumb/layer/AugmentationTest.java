package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.FlipMode;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers that vary images draw: another number for each image, within its bounds, in training only. */
final class AugmentationTest {
    private static final int BATCH = 200;
    private static final int HEIGHT = 11;
    private static final int WIDTH = 9;

    /** Of each pixel its row and its column. */
    private static final float[][][] PLACES = new float[HEIGHT][WIDTH][2];

    static {
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                PLACES[row][column] = new float[] {row, column};
            }
        }
    }

    /** The layer's images of BATCH equal ones. */
    private static float[][][][] made(LayerSpec layer, Phase phase, long seed) {
        Network network = Network.create(
                SequentialBuilder.named("Varied", Shape.of(HEIGHT, WIDTH, 2), DType.FLOAT32)
                        .add(layer)
                        .build(),
                1);
        float[][][][] images = new float[BATCH][][][];
        Arrays.fill(images, PLACES);
        INDArray output = network.predict(List.of(Nd4j.createFromArray(images)), phase, seed)
                .get(0);
        int height = Math.toIntExact(output.size(1));
        int width = Math.toIntExact(output.size(2));
        float[] numbers = output.dup('c').ravel().toFloatVector();
        float[][][][] made = new float[BATCH][height][width][2];
        for (int i = 0; i < numbers.length; i++) {
            made[i / (height * width * 2)][i / (width * 2) % height][i / 2 % width][i % 2] = numbers[i];
        }
        return made;
    }

    private static float[][][][] trained(LayerSpec layer) {
        return made(layer, Phase.TRAINING, 5);
    }

    static List<LayerSpec> layers() {
        return List.of(
                Layers.randomFlip(),
                Layers.randomBrightness(0.1),
                Layers.randomContrast(0.3),
                Layers.randomTranslation(List.of(0.2), 0.3),
                Layers.randomRotation(0.1),
                Layers.randomZoom(0.2),
                Layers.randomErasing(),
                Layers.solarization().thresholdFactor(0.1),
                Layers.randomColorJitter().brightnessFactor(0.1),
                Layers.randomSharpness(1),
                Layers.randomCrop(4, 5));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void trainingDrawsAndInferenceDoesNot(LayerSpec layer) {
        float[][][][] first = made(layer, Phase.TRAINING, 1);
        assertTrue(Arrays.deepEquals(first, made(layer, Phase.TRAINING, 1)), "the same seed draws the same");
        assertTrue(!Arrays.deepEquals(first, made(layer, Phase.TRAINING, 2)), "another step draws others");
        Set<String> different = new TreeSet<>();
        for (float[][][] image : first) {
            different.add(Arrays.deepToString(image));
        }
        assertTrue(different.size() > 3, () -> "only " + different.size() + " different images");
        float[][][][] passed = made(layer, Phase.INFERENCE, 1);
        for (float[][][] image : passed) {
            assertTrue(Arrays.deepEquals(layer.layerName().equals("RandomCrop") ? middle() : PLACES, image));
        }
    }

    /** 4 rows and 5 columns. */
    private static float[][][] middle() {
        float[][][] middle = new float[4][5][];
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 5; column++) {
                middle[row][column] = PLACES[row + 3][column + 2];
            }
        }
        return middle;
    }

    /** Binomial: further than five deviations from the mean once in a million. */
    private static void assertShare(double share, int count) {
        assertEquals(share * BATCH, count, 5 * Math.sqrt(BATCH * share * (1 - share)));
    }

    @ParameterizedTest
    @EnumSource
    void aFlipIsTheImageOrItsMirrorImage(FlipMode mode) {
        int[] counts = new int[4];
        for (float[][][] image : trained(Layers.randomFlip().value(mode))) {
            boolean down = image[0][0][0] > 0;
            boolean across = image[0][0][1] > 0;
            for (int row = 0; row < HEIGHT; row++) {
                for (int column = 0; column < WIDTH; column++) {
                    assertEquals(down ? HEIGHT - 1 - row : row, image[row][column][0]);
                    assertEquals(across ? WIDTH - 1 - column : column, image[row][column][1]);
                }
            }
            counts[(down ? 2 : 0) + (across ? 1 : 0)]++;
        }
        double[] shares =
                switch (mode) {
                    case HORIZONTAL -> new double[] {0.5, 0.5, 0, 0};
                    case VERTICAL -> new double[] {0.5, 0, 0.5, 0};
                    case HORIZONTAL_AND_VERTICAL -> new double[] {0.25, 0.25, 0.25, 0.25};
                };
        for (int kind = 0; kind < 4; kind++) {
            assertShare(shares[kind], counts[kind]);
        }
    }

    /** The numbers that were drawn lie within the bounds, and fill them. */
    private static void assertFills(
            double low, double high, float[][][][] images, ToDoubleFunction<float[][][]> drawn) {
        double[] numbers = Arrays.stream(images).mapToDouble(drawn).toArray();
        double room = 0.05 * (high - low);
        double least = Arrays.stream(numbers).min().orElseThrow();
        double most = Arrays.stream(numbers).max().orElseThrow();
        assertTrue(least > low - 1e-4 && least < low + room, () -> least + " for " + low);
        assertTrue(most < high + 1e-4 && most > high - room, () -> most + " for " + high);
        double mean = Arrays.stream(numbers).average().orElseThrow();
        assertEquals((low + high) / 2, mean, 5 * (high - low) / Math.sqrt(12.0 * BATCH));
    }

    @Test
    void brightnessIsAShareOfTheRange() {
        float[][][][] images = trained(Layers.randomBrightness(-0.2, 0.4).valueRange(-100, 100));
        assertFills(-40, 80, images, image -> image[3][4][0] - 3);
        for (float[][][] image : images) {
            assertEquals(image[3][4][0] + 7, image[10][4][0], 1e-4);
            assertEquals(image[3][4][0] + 1, image[8][4][1], 1e-4);
        }
        for (float[][][] image : trained(Layers.randomBrightness(-0.9, -0.9).valueRange(2, 7))) {
            assertEquals(2, image[5][5][0], "cut off");
        }
    }

    @Test
    void contrastKeepsTheMeanOfAChannel() {
        float[][][][] images = trained(Layers.randomContrast(0.2, 0.5).valueRange(-100, 100));
        assertFills(0.8, 1.5, images, image -> (image[10][4][0] - 5) / 5);
        for (float[][][] image : images) {
            assertEquals(5, image[5][2][0], 1e-4);
            assertEquals((image[10][4][0] - 5) / 5, (image[1][8][1] - 4) / 4, 1e-4, "one factor for all channels");
        }
        assertFills(
                0.7,
                1.3,
                trained(Layers.randomContrast(0.3).valueRange(-100, 100)),
                image -> (image[10][4][0] - 5) / 5);
    }

    @Test
    void translationMovesByAShareOfTheSize() {
        LayerSpec layer = Layers.randomTranslation(List.of(-0.1, 0.3), 0.25).fillMode(FillMode.EDGE);
        float[][][][] images = trained(layer);
        assertFills(-0.1 * HEIGHT, 0.3 * HEIGHT, images, image -> 5 - image[5][4][0]);
        assertFills(-0.25 * WIDTH, 0.25 * WIDTH, images, image -> 4 - image[5][4][1]);
    }

    @Test
    void rotationTurnsAroundTheCentre() {
        float[][][][] images = trained(Layers.randomRotation(-0.05, 0.15));
        assertFills(-0.05, 0.15, images, AugmentationTest::turns);
        for (float[][][] image : images) {
            assertArrayEquals(new float[] {5, 4}, image[5][4], 1e-4f);
            assertEquals(3, Math.hypot(image[5][7][0] - 5, image[5][7][1] - 4), 1e-4);
        }
    }

    /** Where the pixel to the right of the centre comes from: below, if the image was turned counterclockwise. */
    private static double turns(float[][][] image) {
        return Math.atan2(image[5][7][0] - 5, image[5][7][1] - 4) / (2 * Math.PI);
    }

    @Test
    void zoomKeepsTheCentre() {
        float[][][][] images = trained(Layers.randomZoom(0.3));
        assertFills(0.7, 1.3, images, image -> (image[8][4][0] - 5) / 3);
        for (float[][][] image : images) {
            assertArrayEquals(new float[] {5, 4}, image[5][4], 1e-4f);
            assertEquals((image[8][4][0] - 5) / 3, (image[5][7][1] - 4) / 3, 1e-4, "the aspect ratio is kept");
        }
        float[][][][] stretched = trained(Layers.randomZoom(0.3).widthFactor(-0.2, 0.1));
        assertFills(0.7, 1.3, stretched, image -> (image[8][4][0] - 5) / 3);
        assertFills(0.8, 1.1, stretched, image -> (image[5][7][1] - 4) / 3);
    }

    @Test
    void aCropComesFromEachPlace() {
        int[][] counts = new int[HEIGHT - 8 + 1][WIDTH - 7 + 1];
        for (float[][][] image : trained(Layers.randomCrop(8, 7))) {
            int above = (int) image[0][0][0];
            int left = (int) image[0][0][1];
            counts[above][left]++;
            for (int row = 0; row < 8; row++) {
                for (int column = 0; column < 7; column++) {
                    assertArrayEquals(PLACES[above + row][left + column], image[row][column]);
                }
            }
        }
        for (int[] row : counts) {
            for (int count : row) {
                assertShare(1.0 / 12, count);
            }
        }
    }

    @Test
    void whatIsSmallerThanACropIsResized() {
        assertTrue(Arrays.deepEquals(trained(Layers.centerCrop(14, 4)), trained(Layers.randomCrop(14, 4))));
    }

    @Test
    void halfOfAllImagesGetABox() {
        int erased = 0;
        for (float[][][] image :
                trained(Layers.randomErasing().scale(0.1, 0.4).fillValue(-1).valueRange(-1, 20))) {
            Set<Integer> rows = new TreeSet<>();
            Set<Integer> columns = new TreeSet<>();
            int count = 0;
            for (int row = 0; row < HEIGHT; row++) {
                for (int column = 0; column < WIDTH; column++) {
                    if (image[row][column][0] == -1) {
                        rows.add(row);
                        columns.add(column);
                        count++;
                    } else {
                        assertArrayEquals(PLACES[row][column], image[row][column]);
                    }
                }
            }
            assertEquals(rows.size() * columns.size(), count, "a box");
            if (count > 0) {
                erased++;
                assertTrue(Math.abs(rows.size() - Math.sqrt(0.25) * HEIGHT) < 0.2 * HEIGHT + 1);
                assertTrue(Math.abs(columns.size() - Math.sqrt(0.25) * WIDTH) < 0.2 * WIDTH + 1);
            }
        }
        assertShare(0.5, erased);
    }

    @Test
    void aBoxIsFilledWithNoiseUnlessTold() {
        Set<Float> numbers = new TreeSet<>();
        for (float[][][] image :
                trained(Layers.randomErasing().value(1, 1).scale(1, 1).valueRange(0, 20))) {
            numbers.add(image[2][3][0]);
            assertNotEquals(Arrays.deepToString(PLACES), Arrays.deepToString(image));
        }
        assertTrue(numbers.size() > BATCH / 3, "about half of the numbers are cut off at 0");
        assertTrue(numbers.stream().allMatch(number -> number >= 0 && number <= 20));
    }

    @Test
    void imagesOfAnySizeAreResizedByOneModel() {
        Network network = Network.create(
                SequentialBuilder.named("Sized", Shape.parse("height", "width", "1"), DType.FLOAT32)
                        .add(Layers.resizing(2, 2).cropToAspectRatio(true))
                        .build(),
                1);
        for (int[] size : new int[][] {{4, 4}, {2, 6}, {5, 3}}) {
            INDArray images = Nd4j.ones(DataType.FLOAT, 3, size[0], size[1], 1);
            assertEquals(
                    Nd4j.ones(DataType.FLOAT, 3, 2, 2, 1),
                    network.predict(List.of(images)).get(0));
        }
    }

    static List<ImageMotionSpec> motions() {
        return Arrays.stream(FillMode.values())
                .flatMap(mode -> List.of(Interpolation.BILINEAR, Interpolation.NEAREST).stream()
                        .<ImageMotionSpec>map(interpolation ->
                                Layers.randomRotation(0.1).fillMode(mode).interpolation(interpolation)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("motions")
    void gradientsOfMovedImagesAreSlopes(ImageMotionSpec spec) {
        INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, 4, 2);
        GradientCheck.of(
                        in -> {
                            Var x = in.get(0);
                            Var rows = x.recorder()
                                    .constant(new float[][] {{-2.2f, 0.3f, 4.1f}, {1.7f, 2.6f, 0.9f}})
                                    .reshape(1, 2, 3);
                            Var columns = x.recorder()
                                    .constant(new float[][] {{0.4f, -1.3f, 3.2f}, {5.6f, 2.2f, 1.1f}})
                                    .reshape(1, 2, 3);
                            Var both = rows.concatenate(0, rows.plus(0.1f));
                            return MovedImage.at(spec, x, both, columns.concatenate(0, columns.times(0.7f)));
                        },
                        images)
                .require(2e-3);
    }
}
