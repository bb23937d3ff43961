package dev.plumb.keras;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.runtime.WeightSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Whether the weights in a file are those of the model that it describes. What a description says may be any number: memory is taken for weights that are there. */
final class FittingWeights {
    private static final int SHOWN = 5;

    private FittingWeights() {}

    /**
     * Refuses weights that are others.
     *
     * @param there the path of a layer in Keras by its path here
     */
    static void require(Path file, Graph graph, UnaryOperator<String> there, WeightSource source) {
        Map<String, WeightSource.Layer> layers = new HashMap<>();
        source.layers().forEach(layer -> layers.put(layer.name(), layer));
        List<String> differences = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!node.isShared() && !node.weights().isEmpty()) {
                String name = there.apply(node.name());
                WeightSource.Layer layer = layers.get(name);
                String here = shapes(
                        node.weights().stream().map(weight -> sizes(weight)).toList());
                String found = layer == null
                        ? "nothing"
                        : shapes(layer.weights().stream()
                                .map(WeightSource.Values::sizes)
                                .toList());
                if (!here.equals(found)) {
                    differences.add("'" + name + "' has weights " + here + ", and there is " + found);
                }
            }
        }
        if (!differences.isEmpty()) {
            int more = differences.size() - SHOWN;
            throw KerasFile.refusal(
                    file,
                    "weights",
                    new IllegalArgumentException("they are not those of the layers that it describes: "
                            + String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())))
                            + (more > 0 ? "; and " + more + " more" : "")));
        }
    }

    private static long[] sizes(Weight weight) {
        return weight.shape().sizes();
    }

    private static String shapes(List<long[]> all) {
        return all.stream().map(Arrays::toString).toList().toString();
    }
}
