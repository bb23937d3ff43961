package dev.plumb.runtime;

import dev.plumb.compile.Execution;
import dev.plumb.compile.LayerPrecisions;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** In which precision the layers of a network multiply. Safe for use by several threads. */
final class Precisions {
    private final Graph graph;
    private final Execution execution;
    private final Function<Precision, Optional<String>> lack;
    private final LayerPatterns layers;

    /**
     * All in float32.
     *
     * @param execution is told
     * @param lack what the processor lacks to multiply in a precision
     */
    Precisions(Graph graph, Execution execution, Function<Precision, Optional<String>> lack) {
        this.graph = graph;
        this.execution = execution;
        this.lack = lack;
        this.layers = LayerPatterns.ofAll(graph);
    }

    synchronized void set(Precision precision, String... patterns) {
        Objects.requireNonNull(precision, "the precision is null: Precision.FLOAT32, Precision.BF16 or Precision.INT8");
        Objects.requireNonNull(patterns, "the patterns are null: without any, all layers are meant");
        Set<String> meant = patterns.length == 0 ? all() : named(layers.matching(patterns));
        lack.apply(precision).ifPresent(missing -> {
            throw new UnsupportedOperationException("model '" + graph.name() + "' cannot compute in Precision."
                    + precision + " here: this processor lacks " + missing + ". Leave out precision(Precision."
                    + precision + "): a network computes in Precision.FLOAT32 then");
        });
        execution.narrow(new LayerPrecisions(
                changed(execution.narrow().bfloat16(), meant, precision == Precision.BF16),
                changed(execution.narrow().int8(), meant, precision == Precision.INT8)));
    }

    /** What this processor lacks to multiply in a precision. */
    static Optional<String> lack(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> Optional.empty();
            case BF16 -> Processor.lackForBfloat16();
            case INT8 -> Processor.lackForInt8();
        };
    }

    private static Set<String> changed(Set<String> layers, Set<String> meant, boolean isAdded) {
        Set<String> changed = new HashSet<>(layers);
        if (isAdded) {
            changed.addAll(meant);
        } else {
            changed.removeAll(meant);
        }
        return changed;
    }

    SortedSet<String> layersIn(Precision precision) {
        LayerPrecisions narrow = execution.narrow();
        TreeSet<String> names = new TreeSet<>(
                switch (precision) {
                    case FLOAT32 -> all();
                    case BF16 -> narrow.bfloat16();
                    case INT8 -> narrow.int8();
                });
        if (precision == Precision.FLOAT32) {
            names.removeAll(narrow.bfloat16());
            names.removeAll(narrow.int8());
        }
        return names;
    }

    private Set<String> all() {
        return graph.nodes().stream().map(Node::name).collect(Collectors.toSet());
    }

    /** The layers that have their weights from some. */
    private Set<String> named(Set<String> owners) {
        return graph.nodes().stream()
                .filter(node -> owners.contains(node.sharing()))
                .map(Node::name)
                .collect(Collectors.toSet());
    }
}
