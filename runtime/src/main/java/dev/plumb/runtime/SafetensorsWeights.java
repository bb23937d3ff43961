package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The arrays of a safetensors file, all in memory: {@code network.weightsFrom(SafetensorsWeights.read(file), Matching.byName())}. A name in the file is
 * that of a layer, {@code /} or {@code .}, and that of a weight. Float16, bfloat16 and float64 become float32, the last rounded. With
 * {@link WeightConvention#pyTorch()} the file is the state dict of a module of PyTorch.
 */
public final class SafetensorsWeights {
    private final String title;
    private final List<TensorData> arrays;
    private final WeightConvention convention;

    private SafetensorsWeights(String title, List<TensorData> arrays, WeightConvention convention) {
        this.title = title;
        this.arrays = arrays;
        this.convention = convention;
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read or is not such a file; the message names the file, the place in it and the reason
     */
    public static SafetensorsWeights read(Path file) {
        return read(file, WeightConvention.plumb());
    }

    /** As {@link #read(Path)}, with the names and layouts of a convention. */
    public static SafetensorsWeights read(Path file, WeightConvention convention) {
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(convention, "the convention is null: WeightConvention.plumb() or pyTorch()");
        return read(file, file.toString(), convention);
    }

    /** As {@link #read(Path, WeightConvention)}, of a file that goes by another name. */
    static SafetensorsWeights read(Path file, String name, WeightConvention convention) {
        try {
            return new SafetensorsWeights(
                    "the file '" + new File(name).getName() + "'", SafetensorsFile.read(file, name), convention);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Writes the weights of a network as float32, beside the file's place and then moved there.
     *
     * @throws UncheckedIOException if it cannot be written
     * @throws IllegalArgumentException if a layer has no counterpart in PyTorch, or two arrays would have one name
     */
    public static void write(Network network, Path file, WeightConvention convention) {
        Objects.requireNonNull(network, "the network is null");
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(convention, "the convention is null: WeightConvention.plumb() or pyTorch()");
        convention.check(network.graph(), "");
        network.betweenSteps(weights -> {
            List<TensorData> arrays = convention.isPyTorch()
                    ? new PyTorchWeights(network.graph(), convention).written(weights)
                    : NamedArrays.written(network.graph(), convention, weights);
            try {
                SafetensorsFile.write(file, arrays);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            return file;
        });
    }

    /** As {@link #write(Network, Path, WeightConvention)}, with Plumb's own names and layouts. */
    public static void write(Network network, Path file) {
        write(network, file, WeightConvention.plumb());
    }

    /** The names of all arrays, in the order of the file. */
    public List<String> names() {
        return arrays.stream().map(TensorData::name).toList();
    }

    /** A matching by the names that the convention gives layers. */
    Matching named(Graph graph, Matching matching) {
        convention.check(graph, matching.into());
        if (convention.isPyTorch() && !matching.outOf().isEmpty()) {
            throw new IllegalArgumentException("outOf(\"" + matching.outOf() + "\") is for paths of Plumb: of a file of"
                    + " PyTorch say by the convention's layers that names begin so");
        }
        return matching.naming(path -> convention.name(matching.naming().apply(path)));
    }

    /** The arrays as layers: which part of a name is the layer, the names tell that a graph asks for. */
    WeightSource source(Graph graph, Matching matching) {
        Map<String, Node> asked = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (!node.weights().isEmpty() && matching.isInto(node.name())) {
                asked.put(matching.nameThere(node.name()), node);
            }
        }
        return new Source(
                title,
                convention.otherThan(names()).orElse(""),
                convention.isPyTorch()
                        ? new PyTorchWeights(graph, convention).layers(arrays, asked)
                        : NamedArrays.layers(arrays, asked.keySet()));
    }

    private record Source(String title, String hint, List<WeightSource.Layer> layers) implements WeightSource {
        @Override
        public List<WeightSource.Layer> inOrder(Graph graph, List<Node> takers, List<WeightSource.Layer> givers) {
            throw new IllegalArgumentException(
                    "a safetensors file has no order of layers: match by name, and say by naming what they are called");
        }
    }
}
