package dev.plumb.runtime;

import dev.plumb.dsl.layer.GlobalAveragePooling1DLayer;
import dev.plumb.graph.Graph;

/** The layers of a model that take means of what a mask leaves: of nothing there is none. */
final class MaskedMeans {
    private MaskedMeans() {}

    /** What to look for where numbers are not finite; "" in a model without such a layer. */
    static String hint(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.spec() instanceof GlobalAveragePooling1DLayer
                        && node.inputTypes().get(0).masked())
                .findFirst()
                .map(node -> "; an example that is nothing but padding has no mean in " + node.title()
                        + " (0 / 0): give a text without words one that stands for it")
                .orElse("");
    }
}
