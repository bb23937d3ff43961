package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The axis of a model that is gone step by step: which of its tensors have it, in front of all others, and which have not. */
final class TimeAxis {
    private final Graph graph;
    private final Dim dim;
    /** The inputs and the first outputs of layers that have it. */
    private final Set<String> sources = new HashSet<>();

    private TimeAxis(Graph graph, Dim dim) {
        this.graph = graph;
        this.dim = dim;
    }

    /**
     * The axis of a model.
     *
     * @param sizes of the axes that vary, but for that one
     * @throws IllegalArgumentException if it is not clear which axis it is
     * @throws IllegalStateException if a layer cannot be computed step by step; the message says which, why, and what to do
     */
    static TimeAxis of(Graph graph, Map<String, Long> sizes) {
        TimeAxis axis = new TimeAxis(graph, dim(graph, sizes));
        for (Graph.Input input : graph.inputs()) {
            if (axis.leads(input.type())) {
                axis.sources.add(input.name());
            }
        }
        for (Node node : graph.nodes()) {
            boolean isTemporal = node.inputs().stream().anyMatch(axis::has);
            if (isTemporal) {
                StepwiseLayers.obstacle(node, axis::has).ifPresent(obstacle -> {
                    throw new IllegalStateException("model '" + graph.name() + "' cannot be computed step by step: "
                            + node.title() + " " + obstacle.reason() + "\n  fix     " + obstacle.fix()
                            + "\n  see     docs/generating.md");
                });
                axis.sources.add(node.name());
            }
        }
        return axis;
    }

    /** The name that has no size, or else the size that the first sequence has. */
    private static Dim dim(Graph graph, Map<String, Long> sizes) {
        Set<String> open = new TreeSet<>(graph.names());
        open.removeAll(sizes.keySet());
        if (!graph.names().containsAll(sizes.keySet()) || open.size() > 1 || (open.isEmpty() && !sizes.isEmpty())) {
            throw new IllegalArgumentException("a model is computed step by step along one axis: expected sizes for all"
                    + " but that one of the axes that vary in model '" + graph.name() + "', " + graph.names()
                    + ", found " + sizes);
        }
        return open.isEmpty()
                ? graph.inputs().stream()
                        .map(Graph.Input::type)
                        .filter(TimeAxis::isSequence)
                        .findFirst()
                        .map(type -> type.shape().dim(0))
                        .orElseThrow(() -> new IllegalArgumentException("model '" + graph.name()
                                + "' has no input with an axis to go along step by step: expected ids (time), or (time,"
                                + " features)"))
                : Dim.named(open.iterator().next());
    }

    private static boolean isSequence(TensorType type) {
        return type.rank() >= 2 || (type.rank() == 1 && type.dtype() == DType.INT32);
    }

    private boolean leads(TensorType type) {
        return dim.isKnown()
                ? isSequence(type) && type.shape().dim(0).equals(dim)
                : type.rank() > 0 && type.shape().dim(0).equals(dim);
    }

    /** Whether a tensor has a row for each step. */
    boolean has(TensorName tensor) {
        return sources.contains(tensor.source());
    }

    /** Whether an input has a row for each step. */
    boolean has(Graph.Input input) {
        return sources.contains(input.name());
    }

    /** How many steps there are, if that does not vary. */
    OptionalInt size() {
        return dim.isKnown() ? OptionalInt.of(Math.toIntExact(dim.size())) : OptionalInt.empty();
    }

    /** The model of so many steps. */
    Graph steps(int steps, Map<String, Long> sizes) {
        return GraphChecker.fed(
                graph,
                input -> sources.contains(input.name())
                        ? input.type().shape().bind(sizes).with(0, Dim.of(steps))
                        : input.type().shape().bind(sizes));
    }
}
