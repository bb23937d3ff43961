package dev.plumb.onnx;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.onnx.file.OnnxFile;
import dev.plumb.onnx.file.OnnxGraph;
import dev.plumb.onnx.read.GraphReader;
import dev.plumb.onnx.read.ReadModel;
import dev.plumb.onnx.read.RefusedNodes;
import dev.plumb.onnx.read.TensorLayout;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model out of an ONNX file: layers and wires, and with its weights a network that computes what ONNX says.
 *
 * <pre>{@code
 * OnnxImport model = OnnxImport.read(Path.of("digits.onnx"));
 * Graph graph = model.graph();
 * Network network = model.network();
 * model.inputs().forEach(System.out::println);   // how the axes of inputs lie here
 * }</pre>
 *
 * ONNX has channels first, here they are last: images that a model takes as [examples, channels, height, width] are (height, width, channels) here, and weights are transposed. {@link #inputs} and
 * {@link #outputs} say it for each. Layers have the names of the modules that their weights belong to, {@code conv1} for {@code conv1.weight}.
 */
public final class OnnxImport {
    private static final List<String> NO_NAMES = List.of("", "main_graph", "torch_jit", "torch-jit-export");

    private final Path file;
    private final ReadModel model;

    private OnnxImport(Path file, ReadModel model) {
        this.file = file;
        this.model = model;
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged; the message names the place in it
     * @throws UnsupportedOperatorsException if something in it has no counterpart here; the message names each such node, its operator and the reason
     */
    public static OnnxImport read(Path file) {
        try {
            OnnxGraph graph = OnnxFile.read(file);
            return new OnnxImport(file, GraphReader.read(graph, name(graph.name(), file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RefusedNodes e) {
            throw new UnsupportedOperatorsException(file.toString(), e.reasons());
        }
    }

    /** What the graph is called, or the file where exporters call every graph alike. */
    private static String name(String graph, Path file) {
        Path last = file.getFileName();
        String name = NO_NAMES.contains(graph) && last != null ? last.toString().replaceAll("\\.[^.]*$", "") : graph;
        String plain = name.replaceAll("[^\\p{L}\\p{N}_]", "_");
        return plain.matches("\\p{L}.*") ? plain : "Model";
    }

    /** The checked model. */
    public Graph graph() {
        return model.graph();
    }

    /** How each input lies here, in the order of the inputs. */
    public List<TensorLayout> inputs() {
        return model.inputs();
    }

    /** How each output lies here, in the order of the outputs. */
    public List<TensorLayout> outputs() {
        return model.outputs();
    }

    /** The weights in the file, by the names of layers here. */
    public WeightSource weights() {
        return new WeightSource() {
            @Override
            public String title() {
                return "the file '" + file + "'";
            }

            @Override
            public List<WeightSource.Layer> layers() {
                return model.weights();
            }

            @Override
            public List<WeightSource.Layer> inOrder(Graph graph, List<Node> takers, List<WeightSource.Layer> givers) {
                return givers;
            }
        };
    }

    /** How the layers of {@link #graph} find their weights: by name, all of them. */
    public Matching matching() {
        return Matching.byName().takingAll();
    }

    /** The model with the weights in the file. */
    public Network network() {
        Network network = Network.create(graph());
        if (graph().parameters() > 0) {
            network.weightsFrom(weights(), matching());
        }
        return network;
    }
}
