package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.SoftmaxLayer;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.model.ModelDescription;
import dev.plumb.keras.model.ModelReader;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All layers with all options that are compared with Keras go out to it, and what Keras then says of them comes in as the same layers. What Keras says is recorded; whoever changes what is written runs
 *
 * <pre>
 * mvn test -pl runtime/keras -Dtest=WrittenLayersTest -Dkeras.layers=FOLDER
 * python src/test/fixtures/check_written_layers.py FOLDER
 * </pre>
 */
final class WrittenLayersTest {
    private static final FixtureArchive RECORDED = FixtureArchive.of("written_layers.zip");

    /** Models that Keras opened and computed the same with; and what it says of each, when it writes it itself. */
    static Map<String, Object> recorded() {
        return RECORDED.json("models.json");
    }

    @Test
    void eachIsInKeras() throws IOException {
        Map<String, Object> recorded = recorded();
        Map<String, Object> others = RECORDED.json("others.json");
        List<String> missing = new ArrayList<>();
        int excused = 0;
        for (WrittenCase written : WrittenCase.all()) {
            boolean isExcused = others.containsKey(written.name()) && isFaultOfKeras(written);
            excused += isExcused ? 1 : 0;
            if (!recorded.containsKey(written.name()) && !isExcused) {
                missing.add(written.layers().toString());
            }
        }
        assertEquals(List.of(), missing, "Keras has not seen them, or computes something else");
        assertEquals(others.size(), excused);
    }

    /** Keras 3.15 refuses a mask of steps that travels into a Softmax, where it wants one of elements; and TensorFlow 2.21 crashes in an adaptive max pooling to size 1. */
    private static boolean isFaultOfKeras(WrittenCase written) {
        return written.layers().stream()
                .map(layer -> layer instanceof Masked masked ? masked.layer() : layer)
                .anyMatch(layer ->
                        layer instanceof SoftmaxLayer || layer.layerName().startsWith("AdaptiveMaxPooling"));
    }

    /** The same, or in words that mean the same: sizes for each axis, a factor as the range that it stands for. Then it computes the same. */
    @Test
    @SuppressWarnings("unchecked")
    void whatKerasSaysOfThemIsTheSame() throws IOException {
        Map<String, Object> recorded = recorded();
        List<String> others = new ArrayList<>();
        for (WrittenCase written : WrittenCase.all()) {
            if (recorded.containsKey(written.name())) {
                ModelDescription read = ModelReader.read((Map<String, Object>) recorded.get(written.name()), Map.of());
                Optional<Graph> graph = read.refused().isEmpty()
                        ? GraphChecker.decide(read.draft()).graph()
                        : Optional.empty();
                if (graph.filter(found -> isSame(written, found)).isEmpty()) {
                    others.add(written.layers() + " became " + graph + " " + read.refused());
                }
            }
        }
        assertEquals(List.of(), others);
    }

    private static boolean isSame(WrittenCase written, Graph read) {
        List<LayerSpec> layers = read.nodes().stream().map(Node::spec).toList();
        return layers.equals(written.layers())
                || Network.create(read, 1)
                        .predict(inputs(written, read))
                        .equals(Network.create(written.layer().model().graph(), 1)
                                .predict(inputs(written, written.layer().model().graph())));
    }

    @Test
    @EnabledIfSystemProperty(named = "keras.layers", matches = ".+")
    void areWrittenForKeras() throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("keras.layers")));
        for (WrittenCase written : WrittenCase.all()) {
            Graph graph = written.layer().model().graph();
            Network network = Network.create(graph, 1);
            written.layer().weights().forEach((path, tensor) -> network.setWeight(path, floats(tensor)));
            List<INDArray> inputs = inputs(written, graph);
            KerasExport.of(network).write(folder.resolve(written.name() + ".keras"));
            Map<String, Object> known = new LinkedHashMap<>();
            known.put("inputs", inputs.stream().map(WrittenModelsTest::plain).toList());
            known.put(
                    "outputs",
                    network.predict(inputs).stream()
                            .map(WrittenModelsTest::plain)
                            .toList());
            Files.writeString(folder.resolve(written.name() + ".json"), JSON.std.asString(known));
        }
    }

    private static List<INDArray> inputs(WrittenCase written, Graph graph) {
        List<INDArray> inputs = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            Tensor tensor = written.layer().inputs().get(input.name());
            DType type = input.type().dtype();
            inputs.add(
                    type == DType.FLOAT32
                            ? floats(tensor)
                            : Nd4j.createFromArray(tensor.ints())
                                    .reshape(tensor.shape())
                                    .castTo(type == DType.BOOL ? DataType.BOOL : DataType.INT32));
        }
        return inputs;
    }

    private static INDArray floats(Tensor tensor) {
        return Nd4j.createFromArray(tensor.floats()).reshape(tensor.shape());
    }
}
