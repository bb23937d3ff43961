package dev.plumb.train.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of events are what TensorBoard's own reader was seen to read: the bytes are those of a file that is kept, and what the reader found in it is kept
 * beside, by {@code tensorboard_reader.py}.
 */
final class EventFileTest {
    private static final Path KEPT = Path.of("src/test/resources/tensorboard/events.out.tfevents.1700000000.plumb.v2");
    private static final float[] WEIGHTS = {-1, -0.5f, 0, 0.25f, 0.25f, 2, Float.NaN};

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Both");
        var x = g.input("x", 3);
        var hidden = g.apply("hidden", Layers.dense(4).activation(ActivationFunction.RELU), x);
        var other = g.apply("other", Layers.dense(4).useBias(false), x);
        return g.output(g.apply("sum", Layers.add(), hidden, other)).build();
    }

    private static byte[] written(Path file) throws IOException {
        double[] now = {1_700_000_000};
        try (EventFile events = EventFile.create(file, () -> now[0] += 0.5)) {
            events.graph(graph());
            events.scalar("epoch_loss", 0.75, 0);
            events.scalar("epoch_loss", 0.5, 1);
            events.scalar("epoch_loss", 1e-30, 300);
            events.scalar("batch_ünusual", Double.POSITIVE_INFINITY, 1L << 40);
            events.histogram("hidden/kernel/histogram", WEIGHTS, 1);
            events.histogram("constant/histogram", new float[] {3, 3, 3}, 2);
            events.histogram("none/histogram", new float[0], 2);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void theBytesAreThoseThatTensorBoardHasRead(@TempDir Path folder) throws IOException {
        if (Boolean.getBoolean("tensorboard.update")) {
            Files.createDirectories(KEPT.getParent());
            written(KEPT);
        }
        assertArrayEquals(Files.readAllBytes(KEPT), written(folder.resolve("events.out.tfevents.1.v2")));
    }

    @Test
    void tensorBoardFindsWhatWasWritten() throws IOException {
        Map<String, Object> read =
                JSON.std.mapFrom(Files.readString(KEPT.resolveSibling("events.json"), StandardCharsets.UTF_8));
        List<String> scalars = new ArrayList<>();
        for (Object entry : (List<?>) read.get("tensors")) {
            Map<?, ?> tensor = (Map<?, ?>) entry;
            if (tensor.get("plugin").equals("scalars")) {
                assertEquals(List.of(), tensor.get("shape"));
                assertEquals(1, tensor.get("dataClass"));
                double value = Double.parseDouble((String) ((List<?>) tensor.get("values")).get(0));
                scalars.add(tensor.get("tag") + " " + tensor.get("step") + " " + value);
            } else {
                assertEquals("histograms", tensor.get("plugin"));
                assertEquals(List.of(30, 3), tensor.get("shape"));
                double[] values = ((List<?>) tensor.get("values"))
                        .stream()
                                .mapToDouble(value -> Double.parseDouble((String) value))
                                .toArray();
                float[] expected = tensor.get("tag").equals("none/histogram")
                        ? new float[0]
                        : tensor.get("tag").equals("constant/histogram") ? new float[] {3, 3, 3} : WEIGHTS;
                assertArrayEquals(HistogramBuckets.of(expected).edges(), values);
            }
        }
        assertEquals(
                List.of(
                        "epoch_loss 0 0.75",
                        "epoch_loss 1 0.5",
                        "epoch_loss 300 " + (double) 1e-30f,
                        "batch_ünusual 1099511627776 Infinity"),
                scalars);
        assertEquals(
                "[{name=x, op=Placeholder, inputs=[], attributes={}, shapes=[[-1, 3]]}, {name=hidden, op=Dense,"
                        + " inputs=[x], attributes={activation=RELU, units=4}, shapes=[[-1, 4]]}, {name=other, op=Dense,"
                        + " inputs=[x], attributes={units=4, useBias=false}, shapes=[[-1, 4]]}, {name=sum, op=Add,"
                        + " inputs=[hidden, other], attributes={}, shapes=[[-1, 4]]}]",
                read.get("graph").toString());
    }

    /** RFC 3720, B.4: of 32 bytes of zeros it is 8a9136aa. */
    @Test
    void theChecksumIsTheMaskedOne() {
        int masked = RecordFile.masked(new byte[32], 32);
        assertEquals(0x8a9136aa, Integer.rotateLeft(masked - 0xa282ead8, 15));
    }

    /** As of tf.summary.histogram: all but the last bucket are open to the right. */
    @Test
    void bucketsCountWhatIsFinite() {
        double[] edges = HistogramBuckets.of(WEIGHTS).edges();
        assertEquals(-1, edges[0]);
        assertEquals(2, edges[88]);
        assertEquals(1, edges[2]);
        assertEquals(1, edges[3 * 5 + 2]);
        assertEquals(1, edges[3 * 10 + 2]);
        assertEquals(2, edges[3 * 12 + 2]);
        assertEquals(1, edges[89]);
    }
}
