package dev.plumb.runtime;

import dev.plumb.graph.build.Summary;
import java.util.List;

/** The table of an eager model. */
final class EagerSummary {
    private EagerSummary() {}

    static String text(EagerModel<?, ?> model, EagerWeights weights) {
        StringBuilder text = new StringBuilder(weights.built()
                .map(built -> Summary.of(built.freezing().graph())
                        .textWithoutWires(
                                model.layers().stream().map(EagerLayer::name).toList()))
                .orElse("Model: \"" + model.name() + "\"\n"));
        List<EagerLayer> missing =
                model.layers().stream().filter(layer -> !layer.isBuilt()).toList();
        if (!missing.isEmpty()) {
            text.append("Not called yet, so shapes and weights are not known:\n");
            missing.forEach(layer -> text.append("    ")
                    .append(layer.name())
                    .append("  ")
                    .append(layer.spec().describe())
                    .append('\n'));
        }
        return text.toString();
    }
}
