package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of weights by name, under the names of others. */
final class SafetensorsWeightsTest {
    @TempDir
    Path folder;

    private static Network network(long seed) {
        GraphBuilder inner = GraphBuilder.named("Encoder");
        Wire hidden = inner.apply("hidden", Layers.dense(3), inner.input("x", 2));
        GraphBuilder g = GraphBuilder.named("Outer");
        Wire encoded = g.apply(
                "encoder",
                ModelLayer.of(inner.output(inner.apply("code", Layers.dense(2), hidden))
                        .build()),
                g.input("x", 2));
        return Network.create(g.output(g.apply("top", Layers.dense(1), encoded)).build(), seed);
    }

    private Set<String> written(Network network, WeightConvention convention) {
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWeights.write(network, file, convention);
        Network again = network(2);
        MatchReport report = again.weightsFrom(
                SafetensorsWeights.read(file, convention), Matching.byName().takingAll());
        assertEquals(List.of(), report.leftOver());
        assertEquals(network.weights(), again.weights());
        return new TreeSet<>(SafetensorsWeights.read(file).names());
    }

    @Test
    void oneConventionServesBothWays() {
        Network network = network(1);
        assertEquals(network.weights().keySet(), written(network, WeightConvention.plumb()));
        assertEquals(
                Set.of(
                        "backbone/hidden/bias",
                        "backbone/hidden/kernel",
                        "z/bias",
                        "z/kernel",
                        "top/bias",
                        "top/kernel"),
                written(network, WeightConvention.plumb().layers(Map.of("encoder", "backbone", "encoder/code", "z"))));
        assertEquals(
                Set.of(
                        "m.encoder.hidden.bias",
                        "m.encoder.hidden.weight",
                        "m.encoder.code.bias",
                        "m.encoder.code.weight",
                        "m.top.bias",
                        "m.top.weight"),
                written(network, WeightConvention.pyTorch().layers(path -> "m." + path.replace('/', '.'))));
        assertEquals(
                Set.of("0.hidden.bias", "0.hidden.weight", "0.code.bias", "0.code.weight", "1.bias", "1.weight"),
                written(network, WeightConvention.pyTorch().layers(Map.of("encoder", "0", "top", "1"))));
    }

    @Test
    void aPartTakesAFileOfItsOwn() {
        Path file = folder.resolve("encoder.safetensors");
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire hidden = g.apply("hidden", Layers.dense(3), g.input("x", 2));
        Network encoder = Network.create(
                g.output(g.apply("code", Layers.dense(2), hidden)).build(), 5);
        SafetensorsWeights.write(encoder, file, WeightConvention.pyTorch());
        Network network = network(1);
        network.weightsFrom(
                SafetensorsWeights.read(file, WeightConvention.pyTorch()),
                Matching.byName().into("encoder"));
        assertEquals(encoder.weight("code/kernel"), network.weight("encoder/code/kernel"));
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class,
                () -> SafetensorsWeights.write(
                        network(1), file, WeightConvention.plumb().layers(Map.of("encoder/hiden", "z"))));
        assertEquals(
                "the convention names a layer 'encoder/hiden', which model 'Outer' has not, did you mean"
                        + " 'encoder/hidden'?",
                unknown.getMessage());
        IllegalArgumentException twice = assertThrows(
                IllegalArgumentException.class,
                () -> SafetensorsWeights.write(
                        network(1), file, WeightConvention.plumb().layers(path -> "same")));
        assertEquals("the name 'same/kernel' is used twice or reserved", twice.getMessage());
    }

    @Test
    void aConventionThatWasForgottenIsNamed() {
        Path file = folder.resolve("state.safetensors");
        Network network = network(1);
        SafetensorsWeights.write(network, file, WeightConvention.pyTorch());
        String forgotten = assertThrows(
                        IllegalArgumentException.class,
                        () -> network.weightsFrom(SafetensorsWeights.read(file), Matching.byName()))
                .getMessage();
        assertTrue(
                forgotten.startsWith(
                        "the weights of the file 'state.safetensors' do not fit model 'Outer': its names are"
                                + " those of a state dict of PyTorch, so read it with WeightConvention.pyTorch(); '"),
                forgotten);
        SafetensorsWeights.write(network, file);
        String other = assertThrows(
                        IllegalArgumentException.class,
                        () -> network.weightsFrom(
                                SafetensorsWeights.read(file, WeightConvention.pyTorch()), Matching.byName()))
                .getMessage();
        assertTrue(
                other.contains(": its names are those of weights here, so read it with WeightConvention.plumb(); '"),
                other);
    }

    /** Before anything is taken: the layers before it keep theirs too. */
    @Test
    void wholeNumbersAreNoWeights() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        array("encoder/hidden/kernel", ElementType.F32, 2L, 3L),
                        array("encoder/hidden/bias", ElementType.F32, 3L),
                        array("top/kernel", ElementType.I32, 2L, 1L),
                        array("top/bias", ElementType.F32, 1L)));
        Network network = network(1);
        Map<String, ?> before = network.weights();
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> network.weightsFrom(SafetensorsWeights.read(file), Matching.byName()));
        assertEquals(
                "the weights of the file 'weights.safetensors' do not fit model 'Outer': 'top': 'top/kernel' holds I32"
                        + " in the file, expected floating-point numbers: save it as float32. Nothing was changed; skip"
                        + " these layers, or say skippingMismatched()",
                refused.getMessage());
        assertEquals(before, network.weights());
    }

    private static TensorData array(String name, ElementType type, Long... shape) {
        int elements = 1;
        for (long size : shape) {
            elements *= (int) size;
        }
        return new TensorData(name, type, List.of(shape), ByteBuffer.allocate(elements * type.bytes()));
    }
}
