package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.MatchReport;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** With the weights out of a file of Keras a network computes what Keras computes. */
final class KerasWeightsTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        return Stream.of("images", "sequences", "nested")
                .flatMap(model -> Stream.of(".keras", ".weights.h5", ".h5", "_weights_only.h5")
                        .map(ending -> Arguments.of(model, ending)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void byNameAllLayersMatchAndComputeTheSame(String model, String ending) {
        Network network = Network.create(SavedModels.graph(model), 1);
        MatchReport report =
                network.weightsFrom(KerasWeights.read(SavedModels.file(model + ending)), Matching.byName());
        assertEquals(List.of(), report.skipped());
        assertEquals(List.of(), report.leftOver());
        assertComputesAsKeras(model, network);
    }

    @ParameterizedTest
    @MethodSource("files")
    void byOrderToo(String model, String ending) {
        KerasWeights weights = KerasWeights.read(SavedModels.file(model + ending));
        Network network = Network.create(SavedModels.graph(model), 1);
        if (model.equals("nested") && ending.equals(".weights.h5")) {
            String refusal = assertThrows(
                            IllegalArgumentException.class, () -> network.weightsFrom(weights, Matching.byOrder()))
                    .getMessage();
            assertTrue(refusal.startsWith("by order, the layers must be of one model: the file 'nested.weights.h5'"));
            return;
        }
        network.weightsFrom(weights, Matching.byOrder());
        assertComputesAsKeras(model, network);
    }

    private static void assertComputesAsKeras(String model, Network network) {
        SavedModels.Case known = SavedModels.Case.of(model);
        boolean ids = network.graph().inputs().get(0).type().dtype() == DType.INT32;
        INDArray input = known.input().castTo(ids ? DataType.INT32 : DataType.FLOAT);
        INDArray output = network.predict(List.of(input)).get(0);
        double largest = output.sub(known.output()).amaxNumber().doubleValue();
        assertTrue(largest <= TOLERANCE, "differs by " + largest);
    }

    /** Names of our own, a head of our own. */
    private static Graph other(int classes) {
        GraphBuilder g = GraphBuilder.named("Other");
        Wire hidden = g.apply("stage1", Layers.dense(5), g.input("x", 4));
        return g.output(g.apply("head", Layers.dense(classes), g.apply("stage2", Layers.dense(3), hidden)))
                .build();
    }

    @Test
    void theReportSaysWhatBecameOfEachLayer() {
        Network network = Network.create(other(7), 1);
        Map<String, String> names = Map.of("stage1", "hidden", "stage2", "code", "head", "head");
        MatchReport report = network.weightsFrom(
                KerasWeights.read(SavedModels.file("nested.keras")),
                Matching.byName().naming(names::get).outOf("encoder"));
        assertEquals("""
                matched    stage1 from encoder/hidden
                matched    stage2 from encoder/code
                skipped    head: there is no layer 'encoder/head' in the file 'nested.keras', did you mean 'encoder/code' or 'encoder/hidden'?
                """, report.toString());
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingIsChanged() {
        Network network = Network.create(other(7), 1);
        KerasWeights weights = KerasWeights.read(SavedModels.file("nested.h5"));
        Map<String, String> names = Map.of("stage1", "before", "stage2", "encoder/code", "head", "y");
        assertEquals(
                "the weights of the file 'nested.h5' do not fit model 'Other': 'stage1': kernel has the shape (4, 5), in the file"
                        + " 'nested.h5' (4, 4); 'head': kernel has the shape (3, 7), in the file 'nested.h5' (4, 1). Nothing was changed;"
                        + " skip these layers, or say skippingMismatched()",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> network.weightsFrom(
                                        weights, Matching.byName().naming(names::get)))
                        .getMessage());
        assertEquals(Network.create(other(7), 1).weights(), network.weights());
        MatchReport report = network.weightsFrom(
                weights, Matching.byName().naming(names::get).skippingMismatched());
        assertEquals(List.of(new MatchReport.Match("stage2", "encoder/code")), report.matched());
    }

    @Test
    void whatIsNoSuchFileIsRefusedWithItsReason() throws IOException {
        assertEquals("there is no such file", reason(folder.resolve("none.h5")));
        assertEquals("it is no file", reason(folder));
        Path text = Files.writeString(folder.resolve("text.h5"), "no weights here");
        assertTrue(reason(text).startsWith("it is damaged or no file of Keras: "), reason(text));
        Path archive = folder.resolve("model.keras");
        Files.write(archive, new byte[] {'P', 'K', 3, 4});
        assertTrue(reason(archive).startsWith("zip "), reason(archive));
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(SavedModels.file("images.weights.h5"));
        for (int length = 0; length < whole.length - 1; length += whole.length / 40) {
            reason(Files.write(folder.resolve("cut.weights.h5"), Arrays.copyOf(whole, length)));
        }
    }

    /** Nothing in it is compressed: only the checksum shows what has changed. */
    @Test
    void aFlippedBitInAnArchiveIsSeen() throws IOException {
        byte[] whole = Files.readAllBytes(SavedModels.file("nested.keras"));
        int weights = new String(whole, StandardCharsets.ISO_8859_1).indexOf("model.weights.h5");
        whole[weights + 3000] ^= 1;
        Path file = Files.write(folder.resolve("flipped.keras"), whole);
        assertEquals("model.weights.h5: it is damaged: its checksum is not that in the archive", reason(file));
    }

    /** Whatever a byte is changed to: the file is read or refused, with a message, in little time and memory. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(3);
        int refused = 0;
        for (String name : List.of("images.weights.h5", "nested.h5", "nested.keras")) {
            byte[] whole = Files.readAllBytes(SavedModels.file(name));
            for (int i = 0; i < 150; i++) {
                byte[] damaged = whole.clone();
                for (int k = 0; k < 8; k++) {
                    damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
                }
                try {
                    KerasWeights.read(Files.write(folder.resolve(name), damaged));
                } catch (UncheckedIOException e) {
                    assertTrue(e.getMessage().startsWith("cannot read the weights of "), e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(refused > 100, "refused: " + refused);
    }

    private static String reason(Path file) {
        String message = assertThrows(UncheckedIOException.class, () -> KerasWeights.read(file))
                .getMessage();
        String start = "cannot read the weights of " + file + ": ";
        assertTrue(message.startsWith(start), message);
        return message.substring(start.length());
    }
}
