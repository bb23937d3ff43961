package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.onnx.OnnxImport;
import dev.plumb.onnx.OnnxModel;
import dev.plumb.onnx.UnsupportedOperatorsException;
import dev.plumb.onnx.read.TensorLayout;
import dev.plumb.runtime.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is written as ONNX is read as a model that computes the same, or refused. Of the cases that are compared with Keras each sixteenth is taken, or with {@code -Donnx.readBack=1} each.
 */
final class ReadBackTest {
    private static final int STEP = Integer.getInteger("onnx.readBack", 16);

    /** Of all cases 64 of a hundred are read: what consists of other operators, or of a loop, is not. */
    private static final double LEAST_READ = 0.5;

    @TempDir
    Path folder;

    @Test
    void whatIsReadComputesTheSame() {
        List<LayerCase> cases = LayerCase.FILES.stream()
                .flatMap(file -> LayerCase.read(file).stream())
                .toList();
        int read = 0;
        int written = 0;
        for (int i = 0; i < cases.size(); i += STEP) {
            LayerCase layer = cases.get(i);
            Network network = Network.create(layer.model().graph(), 1);
            layer.weights().forEach((path, tensor) -> network.setWeight(path, floats(tensor)));
            Path file = folder.resolve("model.onnx");
            try {
                OnnxModel.of(network).write(file);
                written++;
                requireSame(network, inputs(layer, network.graph()), OnnxImport.read(file));
                read++;
                System.out.println("READ " + layer);
            } catch (UnsupportedOperatorsException e) {
                System.out.println("REFUSED " + layer + " | " + e.reasons());
                assertTrue(e.reasons().stream().noneMatch(String::isBlank), layer.toString());
            } catch (IllegalArgumentException e) {
                System.out.println("NOTWRITTEN " + layer + " | " + e.getMessage());
            } catch (RuntimeException e) {
                System.out.println("CRASH " + layer + " | " + e); e.printStackTrace(System.out);
            } catch (AssertionError e) {
                System.out.println("WRONG " + layer + " | " + e.getMessage());
            }
        }
        assertTrue(read > LEAST_READ * written, "read " + read + " of " + written);
    }

    private static List<INDArray> inputs(LayerCase layer, Graph graph) {
        List<INDArray> inputs = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            Tensor tensor = layer.inputs().get(input.name());
            inputs.add(
                    input.type().dtype() == DType.FLOAT32
                            ? floats(tensor)
                            : Nd4j.createFromArray(tensor.ints()).reshape(tensor.shape()));
        }
        return inputs;
    }

    private static void requireSame(Network network, List<INDArray> inputs, OnnxImport model) {
        List<INDArray> outputs = model.network().predict(laid(inputs, model.inputs()));
        Close.assertClose(laid(network.predict(inputs), model.outputs()), outputs);
    }

    private static List<INDArray> laid(List<INDArray> arrays, List<TensorLayout> layouts) {
        return IntStream.range(0, arrays.size())
                .mapToObj(i -> arrays.get(i)
                        .permute(layouts.get(i).axes().stream()
                                .mapToInt(axis -> axis)
                                .toArray())
                        .dup('c'))
                .toList();
    }

    private static INDArray floats(Tensor tensor) {
        return Nd4j.createFromArray(tensor.floats()).reshape(tensor.shape());
    }
}
