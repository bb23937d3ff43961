package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is written as ONNX is read as a model that computes the same; what is not read is refused for a reason that is known here. Of the cases that are compared with Keras the first of each layer and each
 * sixteenth is taken, or with {@code -Donnx.readBack=1} each.
 */
final class ReadBackTest {
    private static final int STEP = Integer.getInteger("onnx.readBack", 16);

    /** Of all cases so many of a hundred are read. */
    private static final double LEAST_READ = 0.7;

    /** Why a written model is not read, by what the refusal says: all that is refused has one of these, and each is needed. */
    private static final Map<String, String> REASONS = reasons();

    /** Layers of which no case is read: they are loops, or arithmetic that is no other layer. */
    private static final Set<String> NEVER_READ = Set.of(
            "AutoContrast",
            "Bidirectional",
            "CategoryEncoding",
            "ContrastLimitedAdaptiveHistogramEqualization",
            "ConvLSTM1D",
            "ConvLSTM2D",
            "ConvLSTM3D",
            "Discretization",
            "Masking",
            "MelSpectrogram",
            "UnitNormalization");

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("(Scan): there is no layer", "a cell step by step: a loop is no layer");
        reasons.put("(Range): ", "lengths of sequences and bands, found while it runs, are no numbers of the file");
        reasons.put("(LSTM): it gives all steps", "a layer that reads backwards gives its steps in that order here");
        reasons.put("(GRU): it gives all steps", "as LSTM");
        reasons.put("(LSTM): its input has the shape", "a recurrent layer for each step of another sequence");
        reasons.put("(GRU): its input has the shape", "as LSTM");
        reasons.put("(Conv): its input has the shape", "a convolution for each step, or of what stands for channels");
        reasons.put("(MaxPool): its input has the shape", "a pooling for each step");
        reasons.put("(Max): its input 2 is computed", "arithmetic with one number: norms, functions by their formula");
        reasons.put("(Sqrt): there is no layer", "arithmetic that is a layer only as a whole");
        reasons.put("(Abs): there is no layer", "as Sqrt");
        reasons.put("(Floor): there is no layer", "as Sqrt");
        reasons.put("(Greater): there is no layer", "as Sqrt");
        reasons.put("(Less): there is no layer", "as Sqrt");
        reasons.put("(ReduceMin): there is no layer", "as Sqrt");
        reasons.put("(ScatterElements): there is no layer", "counts of ids");
        reasons.put("(Gather): it takes", "several places at once, as resizing and spectrograms do");
        reasons.put("(Pad): it puts the number", "margins of another number than 0");
        reasons.put("says where a tensor is 0", "masks that travel with ids, in arithmetic");
        reasons.put("(Where): ", "as above");
        reasons.put("(Expand): it repeats", "as above");
        reasons.put("(Clip): it limits to", "infinities as limits of a mask");
        reasons.put("(Equal): only what is compared with 0", "a mask of another number");
        reasons.put("(Mul): it multiplies truth values", "several masks at once");
        reasons.put("(Mul): it is Rescaling(scale = 0.0)", "a factor of which nothing is left");
        reasons.put("(MatMul): it multiplies tensors", "products of heads one by one");
        reasons.put("(MatMul): its second input", "kernels for each step or channel");
        reasons.put("reaches no output", "an input that is only a mask, which the last layer drops");
        reasons.put("(Reshape): it makes", "a size that is not a multiple of a part before");
        return reasons;
    }

    @TempDir
    Path folder;

    @Test
    void whatIsReadComputesTheSameAndWhatIsNotHasAReason() {
        Set<String> used = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        Set<String> layersRead = new LinkedHashSet<>();
        Set<String> refusedLayers = new TreeSet<>();
        int read = 0;
        List<LayerCase> cases = cases();
        for (LayerCase layer : cases) {
            Network network = Network.create(layer.model().graph(), 1);
            Optional<UnsupportedOperatorsException> refused = refused(layer, network);
            Set<String> layers = refused.isEmpty() ? layersRead : refusedLayers;
            network.graph().nodes().forEach(node -> layers.add(node.spec().layerName()));
            read += refused.isEmpty() ? 1 : 0;
            List<String> said =
                    refused.map(UnsupportedOperatorsException::reasons).orElse(List.of());
            for (String reason : said) {
                Optional<String> known =
                        REASONS.keySet().stream().filter(reason::contains).findFirst();
                known.ifPresentOrElse(used::add, () -> unknown.add(layer + ": " + reason));
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(read > LEAST_READ * cases.size(), "read " + read + " of " + cases.size());
        if (STEP == 1) {
            assertEquals(REASONS.keySet(), used);
            refusedLayers.removeAll(layersRead);
            assertEquals(NEVER_READ, refusedLayers);
        }
    }

    /** The first case of each file, and each sixteenth. */
    private static List<LayerCase> cases() {
        return LayerCase.FILES.stream()
                .flatMap(file -> {
                    List<LayerCase> all = LayerCase.read(file);
                    return IntStream.range(0, all.size())
                            .filter(i -> i % STEP == 0)
                            .mapToObj(all::get);
                })
                .toList();
    }

    /** Why a case is refused; empty if what is read computes the same. */
    private Optional<UnsupportedOperatorsException> refused(LayerCase layer, Network network) {
        layer.weights().forEach((path, tensor) -> network.setWeight(path, floats(tensor)));
        Path file = folder.resolve("model.onnx");
        OnnxModel.of(network).write(file);
        try {
            requireSame(network, inputs(layer, network.graph()), OnnxImport.read(file));
            return Optional.empty();
        } catch (UnsupportedOperatorsException e) {
            return Optional.of(e);
        } catch (AssertionError e) {
            throw new AssertionError(layer + ": " + e.getMessage(), e);
        }
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
