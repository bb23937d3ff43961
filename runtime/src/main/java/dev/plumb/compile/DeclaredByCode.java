package dev.plumb.compile;

import dev.plumb.graph.Node;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.spec.Weight;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights that the code of layers declares while it is traced. Once a model is made, its layers keep to what they declared then. */
final class DeclaredByCode {
    private final Map<String, Map<String, Weight>> weights = new HashMap<>();

    /**
     * Notes a weight.
     *
     * @throws IllegalArgumentException if the layer has declared it otherwise, or not when the model was made
     */
    void add(Node node, Weight weight) {
        Map<String, Weight> own = weights.computeIfAbsent(node.sharing(), key -> new LinkedHashMap<>());
        Weight before = own.putIfAbsent(weight.name(), weight);
        Optional<Weight> known = Optional.ofNullable(before).or(() -> known(node, weight));
        if (known.isPresent() && !known.get().equals(weight)) {
            throw new IllegalArgumentException(
                    "the weight '" + weight.name() + "' is declared as " + text(weight) + ", and was "
                            + text(known.get())
                            + ": a weight has one shape and start, which depend on nothing but attributes and the sizes of known axes");
        }
    }

    private static Optional<Weight> known(Node node, Weight weight) {
        Optional<CodeLayer> code = DeclaredWeights.code(node).filter(CodeLayer::hasDeclaredWeights);
        if (code.isEmpty()) {
            return Optional.empty();
        }
        List<Weight> all = code.get().weights(List.of());
        Optional<Weight> same =
                all.stream().filter(one -> one.name().equals(weight.name())).findFirst();
        if (same.isEmpty()) {
            throw new IllegalArgumentException("the weight '" + weight.name()
                    + "' was not declared when the model was made, which has "
                    + all.stream().map(Weight::name).toList()
                    + ": what a layer declares must not change with time, sizes or the phase");
        }
        return same;
    }

    private static String text(Weight weight) {
        return weight.shape() + " " + weight.initializer().describe()
                + (weight.trainable() ? "" : " that is not trained");
    }

    Optional<Weight> find(Node node, String name) {
        return Optional.ofNullable(
                weights.getOrDefault(node.sharing(), Map.of()).get(name));
    }

    Map<String, List<Weight>> byNode() {
        Map<String, List<Weight>> all = new HashMap<>();
        weights.forEach((node, own) -> all.put(node, List.copyOf(own.values())));
        return all;
    }
}
