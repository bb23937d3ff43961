package dev.plumb.onnxruntime;

import dev.plumb.dsl.DType;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.onnx.OnnxModel;
import dev.plumb.runtime.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each layer predicts in ONNX Runtime what it predicts in Plumb: all the cases, with their options, that are compared with Keras, too. */
final class LayersTest {
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    static Stream<LayerCase> cases() {
        return LayerCase.FILES.stream().flatMap(file -> LayerCase.read(file).stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictsTheSame(LayerCase layer) {
        Graph graph = layer.model().graph();
        Network network = Network.create(graph, 1);
        layer.weights().forEach((path, tensor) -> network.setWeight(path, floats(tensor)));
        List<INDArray> inputs = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            Tensor tensor = layer.inputs().get(input.name());
            inputs.add(
                    input.type().dtype() == DType.FLOAT32
                            ? floats(tensor)
                            : Nd4j.createFromArray(tensor.ints()).reshape(tensor.shape()));
        }
        write(network);
        Close.assertClose(network.predict(inputs), network.on(OnnxRuntime.cpu()).predict(inputs));
    }

    /** With {@code -Donnx.folder} the files are kept, for {@code src/test/python/check.py}. */
    private static void write(Network network) {
        String folder = System.getProperty("onnx.folder");
        if (folder != null) {
            OnnxModel.of(network).write(Path.of(folder, WRITTEN.incrementAndGet() + ".onnx"));
        }
    }

    private static INDArray floats(Tensor tensor) {
        return Nd4j.createFromArray(tensor.floats()).reshape(tensor.shape());
    }
}
