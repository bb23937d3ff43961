package dev.plumb.samples.explanation;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static dev.plumb.dsl.Padding.SAME;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class ExplanationTest {
    private final LabelledImages images = Digits.load().test().chosen(List.of(0, 100, 200));

    /** Between the activations and the scores are only a mean and a matrix: the gradient is a weight by the number of places. */
    @Test
    void behindAMeanTheWeightsAreThoseOfTheDenseLayer() {
        Network network = ExplainedDigitsModel.create(7).network();
        INDArray activations =
                network.upTo("shapes").predict(List.of(images.images())).get(0);
        INDArray kernel = network.weight("scores/kernel");
        for (int digit : new int[] {0, 3, 9}) {
            INDArray map = ExplanationSample.SEEN.map(network, images.images(), digit);
            assertArrayEquals(new long[] {3, 8, 8}, map.shape());
            boolean anyAbove = false;
            for (int image = 0; image < 3; image++) {
                for (int y = 0; y < 8; y++) {
                    for (int x = 0; x < 8; x++) {
                        double sum = 0;
                        for (int c = 0; c < 64; c++) {
                            sum += kernel.getDouble(c, digit) / 64 * activations.getDouble(image, y, x, c);
                        }
                        assertEquals(Math.max(0, sum), map.getDouble(image, y, x), 1e-6);
                        anyAbove |= sum > 1e-4;
                    }
                }
            }
            assertTrue(anyAbove, "a map of zeros for " + digit);
        }
    }

    /** What a score gains if a channel is a little more everywhere, by the number of places, is the mean of its gradient. */
    @Test
    void behindHiddenLayersTheWeightsAreFiniteDifferences() {
        Network network = hidden();
        INDArray image = images.chosen(List.of(0)).images();
        INDArray activations = network.upTo("conv").predict(List.of(image)).get(0);
        Network rest = network.part("conv", "scores");
        double step = 1e-2;
        INDArray expected = Nd4j.zeros(DataType.DOUBLE, 8, 8);
        for (int c = 0; c < 4; c++) {
            double more = score(rest, activations, c, step);
            double less = score(rest, activations, c, -step);
            double weight = (more - less) / (2 * step) / 64;
            expected.addi(channel(activations, c).castTo(DataType.DOUBLE).mul(weight));
        }
        INDArray map = new ClassActivation("scores", "conv").map(network, image, 1);
        double highest = map.maxNumber().doubleValue();
        assertTrue(highest > 1e-3, "highest " + highest);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                assertEquals(Math.max(0, expected.getDouble(y, x)), map.getDouble(0, y, x), 0.01 * highest);
            }
        }
    }

    private static Network hidden() {
        GraphBuilder graph = GraphBuilder.named("Hidden");
        Wire image = graph.input("image", 8, 8, 1);
        Wire conv = graph.apply("conv", Layers.conv2D(4, 3).padding(SAME).activation(TANH), image);
        Wire flat = graph.apply("flat", Layers.flatten(), conv);
        Wire hidden = graph.apply("hidden", Layers.dense(6).activation(TANH), flat);
        Wire scores = graph.apply("scores", Layers.dense(3), hidden);
        return Network.create(
                graph.output(graph.apply("classes", Layers.activation(SOFTMAX), scores))
                        .build(),
                3);
    }

    private static double score(Network rest, INDArray activations, int channel, double step) {
        INDArray changed = activations.dup();
        channel(changed, channel).addi(step);
        return rest.predict(List.of(changed)).get(0).getDouble(0, 1);
    }

    private static INDArray channel(INDArray activations, int channel) {
        return activations.get(
                NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(channel));
    }

    @Test
    void aMapReachesFromZeroToOne() {
        ExplainedDigitsModel model = ExplanationSample.trained(Digits.load(), 2, Verbosity.SILENT);
        for (float[] map : ExplanationSample.explained(model, images).maps().pixels()) {
            INDArray values = Nd4j.createFromArray(map);
            assertEquals(1, values.maxNumber().floatValue());
            assertTrue(values.minNumber().floatValue() >= 0);
        }
    }

    @Test
    void mapsAreDrawnBesideTheirImages() {
        LabelledImages image = new LabelledImages(2, 2, List.of(new float[] {0, 1, 1, 0}), List.of(1));
        LabelledImages map = new LabelledImages(2, 2, List.of(new float[] {0, 0.6f, 0, 0}), List.of(1));
        assertEquals("""
                  @@  |    ++
                @@    |
                """, new Explained(image, map).drawing(0));
    }

    @Test
    void thePictureIsMovedIntoItsPlace(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Path pictures = folder.resolve("pictures");
        new ExplanationSample().run(List.of(pictures.toString()), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String printed = bytes.toString(StandardCharsets.UTF_8);
        Path file = pictures.resolve("explanation.png");
        assertTrue(printed.contains("Written: " + file), printed);
        assertTrue(printed.contains("@@"), printed);
        try (Stream<Path> files = Files.list(pictures)) {
            assertEquals(List.of(file), files.toList());
        }
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(4 * 8 * 16, picture.getWidth());
        assertEquals(2 * 8 * 16, picture.getHeight());
    }
}
