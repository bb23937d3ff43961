package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.runtime.Network;
import dev.plumb.samples.autoencoder.AutoencoderModel;
import dev.plumb.samples.backbones.KerasNames;
import dev.plumb.samples.backbones.ResNetTransferModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** With the same weights the models compute what their twins in Keras do, which {@code src/test/fixtures/gallery.py} makes. */
final class GalleryOutputsTest {
    private static final Path TWINS = Path.of("src/test/resources/gallery");

    /**
     * A model in Keras.
     *
     * @param inputs examples of them, by their names
     * @param outputs what it computes of these, row by row
     */
    public record Twin(long parameters, Map<String, Examples> inputs, Map<String, List<Double>> outputs) {}

    /**
     * Numbers that follow from the name of an input.
     *
     * @param lengths how many steps of each example are not padding; none where examples are not sequences of any length
     */
    public record Examples(List<Long> shape, List<Long> lengths) {
        INDArray of(String input) {
            INDArray examples = FormulaWeights.numbers(
                    input, shape.stream().mapToLong(Long::longValue).toArray());
            for (int i = 0; i < lengths.size(); i++) {
                INDArrayIndex padding = NDArrayIndex.interval(lengths.get(i), shape.get(1));
                examples.get(NDArrayIndex.point(i), padding, NDArrayIndex.all()).assign(0);
            }
            return examples;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plumb.samples.GalleryTest#models")
    void theyComputeWhatKerasComputes(GalleryTest.Facts facts) throws IOException {
        Network network = Network.create(facts.graph(), 1);
        FormulaWeights.set(network, UnaryOperator.identity());
        assertTwins(facts.graph().name(), network);
    }

    @Test
    void anEncoderHasItsWeightsFromItsAutoencoder() throws IOException {
        AutoencoderModel model = AutoencoderModel.create(1);
        FormulaWeights.set(model.network(), UnaryOperator.identity());
        assertTwins("Encoder", model.encoder().network());
    }

    @Test
    void aHeadOnAFrozenBackboneToo() throws IOException {
        Network network = ResNetTransferModel.create(1).network();
        FormulaWeights.set(network, path -> KerasNames.RESNET50.of(path.replaceFirst("^backbone/", "")));
        assertTwins("ResNetTransfer", network);
    }

    private static void assertTwins(String name, Network network) throws IOException {
        Twin twin = JSON.std.beanFrom(Twin.class, Files.readString(TWINS.resolve(name + ".json")));
        assertEquals(twin.parameters(), network.graph().parameters());
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        twin.inputs().forEach((input, examples) -> inputs.put(input, examples.of(input)));

        Map<String, INDArray> outputs = network.predict(inputs);
        assertEquals(twin.outputs().keySet(), outputs.keySet());
        outputs.forEach(
                (output, found) -> KerasOutputs.assertClose(twin.outputs().get(output), found));
    }
}
