package dev.plumb.runtime;

import dev.plumb.compile.Execution;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** In which precision the layers of a network multiply. Safe for use by several threads. */
final class Precisions {
    private final Graph graph;
    private final Execution execution;
    private final Supplier<Optional<String>> lack;
    private final LayerPatterns layers;

    /**
     * All in float32.
     *
     * @param execution is told
     * @param lack what the processor lacks to multiply in bfloat16
     */
    Precisions(Graph graph, Execution execution, Supplier<Optional<String>> lack) {
        this.graph = graph;
        this.execution = execution;
        this.lack = lack;
        this.layers = LayerPatterns.ofAll(graph);
    }

    synchronized void set(Precision precision, String... patterns) {
        Objects.requireNonNull(precision, "the precision is null: Precision.FLOAT32 or Precision.BF16");
        Objects.requireNonNull(patterns, "the patterns are null: without any, all layers are meant");
        Set<String> meant = patterns.length == 0 ? all() : named(layers.matching(patterns));
        Set<String> narrow = new HashSet<>(execution.narrow());
        if (precision == Precision.BF16) {
            requireBfloat16();
            narrow.addAll(meant);
        } else {
            narrow.removeAll(meant);
        }
        execution.narrow(narrow);
    }

    private void requireBfloat16() {
        lack.get().ifPresent(missing -> {
            throw new UnsupportedOperationException("model '" + graph.name()
                    + "' cannot compute in Precision.BF16 here: this processor lacks " + missing
                    + ". Leave out precision(Precision.BF16): a network computes in Precision.FLOAT32 then");
        });
    }

    SortedSet<String> layersIn(Precision precision) {
        Set<String> narrow = execution.narrow();
        TreeSet<String> names = new TreeSet<>(precision == Precision.BF16 ? narrow : all());
        if (precision == Precision.FLOAT32) {
            names.removeAll(narrow);
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
