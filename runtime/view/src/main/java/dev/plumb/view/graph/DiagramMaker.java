package dev.plumb.view.graph;

import dev.plumb.dsl.Loss;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.Nesting;
import dev.plumb.graph.compose.WrittenSteps;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.runtime.GraphPlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decides what is shown of a graph. */
final class DiagramMaker {
    private final Graph graph;
    private final GraphPlot options;
    private final Map<String, Graph.Output> outputs = new HashMap<>();
    private final List<Diagram.Part> parts = new ArrayList<>();
    private final List<Diagram.Link> links = new ArrayList<>();

    private DiagramMaker(Graph graph, GraphPlot options) {
        this.graph = graph;
        this.options = options;
        graph.outputs().forEach(output -> outputs.put(output.wire().source(), output));
    }

    static Diagram of(Graph graph, GraphPlot options) {
        DiagramMaker maker = new DiagramMaker(graph, options);
        graph.inputs().forEach(maker::input);
        if (options.nesting() == Nesting.FOLDED) {
            maker.steps();
        } else {
            maker.nodes();
        }
        return new Diagram("The graph of model " + graph.name(), maker.parts, maker.links());
    }

    private void input(Graph.Input input) {
        List<String> facts = new ArrayList<>();
        types(List.of(input.type())).ifPresent(facts::add);
        String about = "Input '" + input.name() + "' " + full(input.type());
        parts.add(new Diagram.Part(
                input.name(), "", Diagram.Kind.INPUT, "Input", input.name(), facts, about, false, false));
    }

    /** Each layer that runs, in what it lies in if that is shown. */
    private void nodes() {
        boolean nested = options.nesting() == Nesting.EXPANDED;
        if (nested) {
            graph.scopes().forEach(this::scope);
        }
        for (Node node : graph.nodes()) {
            String within = nested ? within(node.name()) : "";
            String name = within.isEmpty() ? node.name() : node.name().substring(within.length() + 1);
            boolean weighty = !node.spec().weights(node.inputTypes()).isEmpty();
            List<String> facts = facts(
                    node.outputTypes(),
                    node.isShared() && weighty
                            ? "weights of " + node.sharing()
                            : parameters(node.parameters(), weighty),
                    weighty && !node.trainable());
            Optional<Graph.Output> output = Optional.ofNullable(outputs.get(node.name()));
            output.ifPresent(returned -> facts.add(returned(returned)));
            parts.add(new Diagram.Part(
                    node.name(),
                    within,
                    weighty ? Diagram.Kind.WEIGHTY : Diagram.Kind.PLAIN,
                    node.spec().layerName(),
                    name,
                    facts,
                    about(node),
                    output.isPresent(),
                    weighty && !node.trainable()));
            wires(node.name(), node.inputs(), node.spec());
        }
    }

    private void scope(Scope scope) {
        String within = within(scope.path());
        String name = within.isEmpty() ? scope.path() : scope.path().substring(within.length() + 1);
        parts.add(new Diagram.Part(
                scope.path(),
                within,
                Diagram.Kind.SCOPE,
                scope.layer(),
                name,
                List.of(),
                scope.layer() + " '" + scope.path() + "'" + inside(scope.path()),
                false,
                false));
    }

    /** The innermost scope that a path lies in, or "". */
    private String within(String path) {
        return graph.scopes().stream()
                .filter(scope -> scope.contains(path))
                .map(Scope::path)
                .reduce("", (outer, inner) -> inner.length() > outer.length() ? inner : outer);
    }

    /** The steps that the model was written in. */
    private void steps() {
        WrittenSteps written = new WrittenSteps(graph);
        Map<String, List<Node>> nodes = graph.nodes().stream()
                .collect(Collectors.groupingBy(node -> node.name().split("/", 2)[0]));
        for (Draft.Step step : written.inOrder()) {
            List<Node> made = nodes.getOrDefault(step.name(), List.of());
            boolean single = made.size() == 1 && made.get(0).name().equals(step.name());
            boolean weighty = made.stream().anyMatch(DiagramMaker::hasWeights);
            boolean frozen =
                    weighty && made.stream().filter(DiagramMaker::hasWeights).noneMatch(Node::trainable);
            long count = made.stream().mapToLong(Node::parameters).sum();
            boolean shared = !step.owner().equals(step.name());
            List<String> facts = facts(
                    written.outputs(step.name()),
                    shared && weighty ? "weights of " + step.owner() : parameters(count, weighty),
                    frozen);
            Optional<Graph.Output> output = graph.outputs().stream()
                    .filter(one -> one.name().equals(step.name())
                            || TensorName.parse(one.name()).source().equals(step.name()))
                    .findFirst();
            output.ifPresent(returned -> facts.add(returned(returned)));
            parts.add(new Diagram.Part(
                    step.name(),
                    "",
                    !single ? Diagram.Kind.FOLDED : weighty ? Diagram.Kind.WEIGHTY : Diagram.Kind.PLAIN,
                    step.layer().orElseThrow().layerName(),
                    step.name(),
                    facts,
                    single ? about(made.get(0)) : step.title() + inside(step.name()),
                    output.isPresent(),
                    frozen));
            wires(
                    step.name(),
                    step.sources().stream().map(Draft.Source::wire).toList(),
                    step.applied().orElseThrow());
        }
    }

    private void wires(String to, List<TensorName> wires, LayerSpec spec) {
        List<String> roles = spec.inputNames();
        for (int i = 0; i < wires.size(); i++) {
            String role = wires.size() > 1 && i < roles.size() ? roles.get(i) : "";
            String output = wires.get(i).output();
            String label = output.isEmpty() || role.isEmpty() ? output + role : output + " as " + role;
            links.add(new Diagram.Link(wires.get(i).source(), to, label));
        }
    }

    /** Layers of a model in code have no wires: what they are given is no part. */
    private List<Diagram.Link> links() {
        Set<String> ids = parts.stream().map(Diagram.Part::id).collect(Collectors.toSet());
        return links.stream().filter(link -> ids.contains(link.from())).toList();
    }

    private static boolean hasWeights(Node node) {
        return !node.spec().weights(node.inputTypes()).isEmpty();
    }

    private List<String> facts(List<TensorType> types, String parameters, boolean frozen) {
        List<String> facts = new ArrayList<>();
        types(types).ifPresent(facts::add);
        if (options.parameters() && !parameters.isEmpty()) {
            facts.add(parameters + (frozen ? ", frozen" : ""));
        } else if (frozen) {
            facts.add("frozen");
        }
        return facts;
    }

    private static String parameters(long count, boolean weighty) {
        return weighty ? String.format(Locale.ROOT, count == 1 ? "%,d parameter" : "%,d parameters", count) : "";
    }

    private static String returned(Graph.Output output) {
        return "output" + output.loss().map(loss -> ", " + loss(loss)).orElse("");
    }

    private static String loss(Loss.Spec loss) {
        return loss.value().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (loss.weight() == 1 ? "" : " × " + loss.weight());
    }

    private Optional<String> types(List<TensorType> types) {
        String text =
                types.stream().map(this::type).filter(one -> !one.isEmpty()).collect(Collectors.joining(", "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private String type(TensorType type) {
        String shape = options.shapes() ? (options.dtypes() ? type.shape().toString() : type.toString()) : "";
        String dtype = options.dtypes() ? type.dtype().label() : "";
        return (shape + " " + dtype).strip();
    }

    /** All that is known of a layer, for who points at it. */
    private static String about(Node node) {
        StringBuilder text = new StringBuilder(node.spec().describe() + " '" + node.name() + "'\n");
        text.append(all(node.inputTypes())).append(" -> ").append(all(node.outputTypes()));
        if (node.isShared() && hasWeights(node)) {
            text.append("\nweights of '").append(node.sharing()).append('\'');
        }
        for (Weight weight : node.weights()) {
            text.append('\n')
                    .append(node.path(weight))
                    .append(' ')
                    .append(weight.shape())
                    .append(node.trainable() && weight.trainable() ? "" : ", not trained");
        }
        return text.toString();
    }

    private static String all(List<TensorType> types) {
        return types.stream().map(DiagramMaker::full).collect(Collectors.joining(", "));
    }

    private static String full(TensorType type) {
        return type.shape() + " " + type.dtype().label() + (type.masked() ? ", masked" : "");
    }

    private String inside(String path) {
        Predicate<Node> within = node -> node.name().startsWith(path + "/");
        long layers = graph.nodes().stream().filter(within).count();
        long count = graph.nodes().stream()
                .filter(within)
                .mapToLong(Node::parameters)
                .sum();
        return String.format(
                Locale.ROOT, "\n%,d %s, %s", layers, layers == 1 ? "layer" : "layers", parameters(count, true));
    }
}
