package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arrays of a safetensors file, all in memory: {@code network.weightsFrom(SafetensorsWeights.read(file), Matching.byName())}. A name in the file is
 * that of a layer, {@code /} or {@code .}, and that of a weight. Float16, bfloat16 and float64 become float32, the last rounded.
 */
public final class SafetensorsWeights {
    private final String title;
    private final List<TensorData> arrays;

    private SafetensorsWeights(String title, List<TensorData> arrays) {
        this.title = title;
        this.arrays = arrays;
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read or is not such a file; the message names the file, the place in it and the reason
     */
    public static SafetensorsWeights read(Path file) {
        try {
            return new SafetensorsWeights("the file '" + file.getFileName() + "'", SafetensorsFile.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The names of all arrays, in the order of the file. */
    public List<String> names() {
        return arrays.stream().map(TensorData::name).toList();
    }

    /** The arrays as layers: which part of a name is the layer, the names tell that a graph asks for. */
    WeightSource source(Graph graph, Matching matching) {
        Set<String> asked = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (!node.weights().isEmpty() && matching.isInto(node.name())) {
                asked.add(matching.nameThere(node.name()));
            }
        }
        Map<String, List<WeightSource.Values>> layers = new LinkedHashMap<>();
        for (TensorData array : arrays) {
            String layer = layer(array.name(), asked);
            String weight = array.name().substring(layer.isEmpty() ? 0 : layer.length() + 1);
            layers.computeIfAbsent(layer, any -> new ArrayList<>()).add(new NamedArray(weight, array));
        }
        return new Source(
                title,
                layers.entrySet().stream()
                        .<WeightSource.Layer>map(layer -> new NamedLayer(layer.getKey(), layer.getValue()))
                        .toList());
    }

    /** The longest name of a layer that is asked for, else all but the last part. */
    private static String layer(String name, Set<String> asked) {
        Optional<String> longest = Optional.empty();
        for (int end = separator(name, 0); end >= 0; end = separator(name, end + 1)) {
            if (asked.contains(name.substring(0, end))) {
                longest = Optional.of(name.substring(0, end));
            }
        }
        return longest.orElseGet(
                () -> name.substring(0, Math.max(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')))));
    }

    private static int separator(String name, int from) {
        int slash = name.indexOf('/', from);
        int point = name.indexOf('.', from);
        return slash < 0 ? point : point < 0 ? slash : Math.min(slash, point);
    }

    private record Source(String title, List<WeightSource.Layer> layers) implements WeightSource {
        @Override
        public List<WeightSource.Layer> inOrder(Graph graph, List<Node> takers, List<WeightSource.Layer> givers) {
            throw new IllegalArgumentException(
                    "a safetensors file has no order of layers: match by name, and say by naming what they are called");
        }
    }

    private record NamedLayer(String name, List<WeightSource.Values> weights) implements WeightSource.Layer {
        @Override
        public boolean isNamed() {
            return true;
        }
    }

    private record NamedArray(String name, TensorData array) implements WeightSource.Values {
        @Override
        public long[] sizes() {
            return array.shape().stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public void read(FloatBuffer destination) {
            array.readFloats(destination);
        }
    }
}
