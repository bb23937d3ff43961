package dev.plumb.graph.build;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.compose.WrittenSteps;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a summary: cells for the name, the shape, the parameters, what it is connected to, and whether it is trained. */
final class SummaryRows {
    private final Graph graph;
    private final boolean expanded;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A row.
     *
     * @param name with the kind of layer
     */
    record Row(String name, String shape, String parameters, String connected, String trainable) {}

    /** A layer, block or nested model with the wires of a call of it; {@code owner} names the first call. */
    record Call(String name, String owner, List<TensorName> inputs) {
        private static Call of(Node node) {
            return new Call(node.name(), node.sharing(), node.inputs());
        }

        private static Call of(Draft.Step step) {
            return new Call(
                    step.name(),
                    step.owner(),
                    step.sources().stream().map(Draft.Source::wire).toList());
        }

        /** Whether it is the call whose layer has the weights. */
        boolean isFirst() {
            return owner.equals(name);
        }
    }

    private SummaryRows(Graph graph, boolean expanded) {
        this.graph = graph;
        this.expanded = expanded;
    }

    static List<Row> of(Graph graph, Nesting nesting, boolean inputs) {
        SummaryRows rows = new SummaryRows(graph, nesting == Nesting.EXPANDED);
        if (inputs) {
            graph.inputs().forEach(input -> rows.input("", input));
        }
        if (nesting == Nesting.PATHS) {
            rows.nodes();
        } else {
            rows.steps(graph, "", "");
        }
        return rows.rows;
    }

    /** What is called on the outermost level, in order. */
    static List<Call> calls(Graph graph, Nesting nesting) {
        return nesting == Nesting.PATHS
                ? graph.nodes().stream().map(Call::of).toList()
                : new WrittenSteps(graph).inOrder().stream().map(Call::of).toList();
    }

    private void input(String indent, Graph.Input input) {
        rows.add(new Row(indent + input.name() + " (InputLayer)", shape(input.type()), "0", "-", "-"));
    }

    /** Each layer that runs, by its path. */
    private void nodes() {
        Calls calls = Calls.of(graph.nodes().stream().map(Call::of).toList());
        Map<String, Node> byName = new HashMap<>();
        graph.nodes().forEach(node -> byName.put(node.name(), node));
        for (Node node : graph.nodes()) {
            if (calls.isFirst(node.name())) {
                String connected = calls.connections(node.name(), wire -> {
                    Node from = byName.get(wire.source());
                    return from == null || wire.output().isEmpty()
                            ? 0
                            : from.spec().outputNames().indexOf(wire.output());
                });
                rows.add(new Row(
                        node.name() + " (" + node.spec().layerName() + ")",
                        shapes(node.outputTypes()),
                        count(node.parameters(), DeclaredWeights.isMissing(node)),
                        connected,
                        trainable(Stream.of(node))));
            }
        }
    }

    /** What a model was written as, and if wanted what is inside of it. */
    private void steps(Graph model, String path, String indent) {
        WrittenSteps written = new WrittenSteps(model);
        List<Draft.Step> steps = written.inOrder();
        Calls calls = Calls.of(steps.stream().map(Call::of).toList());
        for (Draft.Step step : steps) {
            if (!calls.isFirst(step.name())) {
                continue;
            }
            String name = path + step.name();
            Optional<Graph> inside = written.inside(step);
            Predicate<Node> within =
                    node -> node.name().equals(name) || node.name().startsWith(name + "/");
            rows.add(new Row(
                    indent + step.name() + " (" + step.layer().orElseThrow().layerName() + ")",
                    shapes(written.outputs(step.name())),
                    count(
                            parameters(model, step, inside, within, path.isEmpty()),
                            graph.nodes().stream().filter(within).anyMatch(DeclaredWeights::isMissing)),
                    calls.connections(step.name(), written::outputIndex),
                    trainable(graph.nodes().stream().filter(within))));
            if (expanded && inside.isPresent()) {
                String inner = indent.isEmpty() ? "   └ " : "   " + indent;
                inside.get().inputs().forEach(input -> input(inner, input));
                steps(inside.get(), name + "/", inner);
            }
        }
    }

    private static String trainable(Stream<Node> nodes) {
        List<Node> weighty = nodes.filter(node -> node.parameters() > 0).toList();
        return weighty.isEmpty() ? "-" : weighty.stream().anyMatch(Node::trainable) ? "Y" : "N";
    }

    /** Those of a step. What layers in code have declared is known of the whole graph, and not of what its steps were made of. */
    private long parameters(
            Graph model, Draft.Step step, Optional<Graph> inside, Predicate<Node> within, boolean isWhole) {
        long built = inside.map(Graph::parameters)
                .orElseGet(() -> model.node(step.name()).parameters());
        Map<String, Long> declared = new HashMap<>();
        if (inside.isPresent() || !isWhole) {
            graph.nodes().stream()
                    .filter(within)
                    .filter(node -> DeclaredWeights.code(node).isPresent())
                    .forEach(node -> declared.put(node.sharing(), node.parameters()));
        }
        return built + declared.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A number of parameters; a question mark stands for those of layers in code that has not run yet. */
    private static String count(long parameters, boolean someAreMissing) {
        String known = String.format(Locale.ROOT, "%,d", parameters);
        return !someAreMissing ? known : parameters == 0 ? "?" : known + " + ?";
    }

    private static String shapes(List<TensorType> types) {
        return types.size() == 1
                ? shape(types.get(0))
                : types.stream().map(SummaryRows::shape).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shape(TensorType type) {
        return type.rank() == 0
                ? "(None,)"
                : type.shape().dims().stream()
                        .map(dim -> dim.isKnown() ? dim.toString() : "None")
                        .collect(Collectors.joining(", ", "(None, ", ")"));
    }

    /** Which calls are of one layer: those that use the same weights, by the first. */
    private record Calls(Map<String, Call> byName, Map<String, List<Call>> byOwner) {
        static Calls of(List<Call> calls) {
            Map<String, Call> byName = new HashMap<>();
            Map<String, List<Call>> byOwner = new LinkedHashMap<>();
            for (Call call : calls) {
                byName.put(call.name(), call);
                byOwner.computeIfAbsent(call.owner(), key -> new ArrayList<>()).add(call);
            }
            return new Calls(byName, byOwner);
        }

        private List<Call> ofOwner(String name) {
            return byOwner.getOrDefault(byName.get(name).owner(), List.of());
        }

        boolean isFirst(String name) {
            return ofOwner(name).get(0).name().equals(name);
        }

        /** What all calls of a layer take: layer, number of the call, number of the output, {@code dense[1][0]}. */
        String connections(String name, ToIntFunction<TensorName> outputIndex) {
            return ofOwner(name).stream()
                    .flatMap(call -> call.inputs().stream())
                    .map(wire -> {
                        Call from = byName.get(wire.source());
                        return from == null
                                ? wire.source() + "[0][0]"
                                : from.owner() + "[" + ofOwner(from.name()).indexOf(from) + "]["
                                        + outputIndex.applyAsInt(wire) + "]";
                    })
                    .collect(Collectors.joining(", "));
        }
    }
}
