package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.file.ElementType;
import dev.plumb.graph.spec.Weight;
import dev.plumb.io.TensorData;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arrays whose names are those of a layer and of a weight, laid out as here. */
final class NamedArrays {
    private NamedArrays() {}

    /** The arrays as layers; {@code asked} are the names of layers that are looked for. */
    static List<WeightSource.Layer> layers(List<TensorData> arrays, Set<String> asked) {
        Map<String, List<WeightSource.Values>> layers = new LinkedHashMap<>();
        for (TensorData array : arrays) {
            String layer = layer(array.name(), asked);
            String weight = array.name().substring(layer.isEmpty() ? 0 : layer.length() + 1);
            layers.computeIfAbsent(layer, any -> new ArrayList<>()).add(new NamedArray(weight, array));
        }
        return layers.entrySet().stream()
                .<WeightSource.Layer>map(layer -> new NamedLayer(layer.getKey(), layer.getValue()))
                .toList();
    }

    /** The longest name of a layer that is asked for, else all but the last part. */
    static String layer(String name, Set<String> asked) {
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

    /** The weights under the names that a convention gives their layers. */
    static List<TensorData> written(Graph graph, WeightConvention convention, WeightStore weights) {
        List<TensorData> arrays = new ArrayList<>();
        for (Node node : graph.nodes()) {
            for (Weight weight : node.weights()) {
                arrays.add(new TensorData(
                        convention.name(node.name()) + "/" + weight.name(),
                        ElementType.F32,
                        Arrays.stream(weight.shape().sizes()).boxed().toList(),
                        weights.slot(node.path(weight)).bytes()));
            }
        }
        return arrays;
    }

    private record NamedLayer(String name, List<WeightSource.Values> weights) implements WeightSource.Layer {
        @Override
        public boolean isNamed() {
            return true;
        }

        /** Whole numbers are no weights: said before anything is taken. */
        @Override
        public Optional<String> problem() {
            return weights.stream()
                    .map(weight -> ((NamedArray) weight).array())
                    .filter(array -> !array.type().isFloating())
                    .findFirst()
                    .map(array -> "'" + array.name() + "' holds " + array.type()
                            + " in the file, expected floating-point numbers: save it as float32");
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
