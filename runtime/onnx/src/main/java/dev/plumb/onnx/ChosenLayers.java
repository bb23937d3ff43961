package dev.plumb.onnx;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Similar;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The weights of some layers of a model. */
final class ChosenLayers {
    private ChosenLayers() {}

    /**
     * Whether a weight, by its path, belongs to one of the layers.
     *
     * @param layers by their paths; that of a nested model stands for its layers
     * @throws IllegalArgumentException if there is none of such a path
     */
    static Predicate<String> weights(Graph model, Collection<String> layers) {
        Set<String> owners = new HashSet<>();
        for (String layer : layers) {
            List<Node> meant = model.nodes().stream()
                    .filter(node -> node.name().equals(layer) || node.name().startsWith(layer + "/"))
                    .toList();
            if (meant.isEmpty()) {
                List<String> names = model.nodes().stream().map(Node::name).toList();
                throw new IllegalArgumentException("model '" + model.name() + "' has no layer '" + layer + "'"
                        + Similar.hintOfLayers(String.valueOf(layer), names));
            }
            meant.forEach(node -> owners.add(node.sharing() + "/"));
        }
        return weight -> owners.stream().anyMatch(weight::startsWith);
    }
}
