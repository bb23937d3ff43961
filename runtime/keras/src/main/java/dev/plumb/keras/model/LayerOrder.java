package dev.plumb.keras.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order that Keras gives the layers of a functional model when it opens one, which is the order of their weights in a file: what is farther from the outputs comes first; of layers
 * equally far, the one that is met first on the way back from the outputs (keras/src/ops/function.py, {@code map_graph}).
 */
final class LayerOrder {
    /**
     * A call.
     *
     * @param layer what is called
     * @param takes the calls whose results it takes, also as masks
     */
    record Step(String layer, List<Step> takes) {
        Step {
            takes = List.copyOf(takes);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final Set<Step> entered = new HashSet<>();
    private final List<Step> finished = new ArrayList<>();
    private final Map<String, Integer> met = new HashMap<>();

    private LayerOrder() {}

    /**
     * The layers in Keras's order.
     *
     * @param outputs the calls that return what the model returns
     */
    static List<String> of(List<Step> outputs) {
        LayerOrder order = new LayerOrder();
        outputs.forEach(order::visit);
        Map<String, Integer> depths = order.depths();
        return new LinkedHashSet<>(order.finished.stream().map(Step::layer).toList())
                .stream()
                        .sorted(Comparator.comparingInt((String layer) -> -depths.getOrDefault(layer, 0))
                                .thenComparingInt(layer -> order.met.getOrDefault(layer, 0)))
                        .toList();
    }

    private void visit(Step step) {
        if (entered.add(step)) {
            met.putIfAbsent(step.layer(), met.size());
            step.takes().forEach(this::visit);
            finished.add(step);
        }
    }

    private Map<String, Integer> depths() {
        Map<Step, Integer> steps = new HashMap<>();
        Map<String, Integer> layers = new HashMap<>();
        List<Step> backwards = new ArrayList<>(finished);
        Collections.reverse(backwards);
        for (Step step : backwards) {
            int depth = Math.max(steps.getOrDefault(step, 0), layers.getOrDefault(step.layer(), 0));
            layers.put(step.layer(), depth);
            steps.put(step, depth);
            step.takes().forEach(taken -> steps.merge(taken, depth + 1, Math::max));
        }
        return layers;
    }
}
