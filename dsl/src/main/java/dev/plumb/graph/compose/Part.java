package dev.plumb.graph.compose;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a checked model: up to some layers, from the inputs or from some layer. Its layers have the names that they have in the whole.
 * What only others need is left out; a layer whose weights were those of a layer that is left out owns them.
 */
public final class Part {
    /** Marks, until composites are cut, what is inside of one: no output has such a name. */
    private static final String INSIDE = "/";

    private final Graph graph;
    private final WrittenSteps written;
    private final Map<String, Draft.Step> steps;

    /** Of composites that are cut: what is wanted of the inside. */
    private final Map<String, List<String>> inside = new LinkedHashMap<>();

    /** What was asked for, as a tensor of the part. */
    private final Map<String, TensorName> results = new LinkedHashMap<>();

    private Part(Graph graph) {
        this.graph = graph;
        this.written = new WrittenSteps(graph);
        this.steps = new LinkedHashMap<>(graph.draft().stepsByName());
    }

    /**
     * The model up to these layers, each an output by its name. Inside of a nested model, block or repetition, layers are named by their
     * paths ({@code conv4/2}), and the outputs as tensors ({@code conv4.2}).
     *
     * @throws IllegalArgumentException if there is no such layer; the message suggests the nearest
     */
    public static Graph upTo(Graph graph, List<String> layers) {
        return GraphChecker.graph(new Part(graph).draft(Optional.empty(), layers));
    }

    /**
     * The model from a layer, whose output is an input now, up to others. Other inputs remain if they are needed.
     *
     * @throws IllegalArgumentException if there is no such layer, or the others do not need its output
     */
    public static Graph between(Graph graph, String from, List<String> to) {
        return GraphChecker.graph(new Part(graph).draft(Optional.of(from), to));
    }

    private Draft draft(Optional<String> from, List<String> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "a part of model '" + graph.name() + "' needs the name of at least one layer: it ends there");
        }
        Draft whole = graph.draft();
        Optional<Draft.Input> start = from.map(this::input);
        layers.stream().distinct().forEach(layer -> results.put(layer, target(layer)));
        cutInside();
        Set<String> needed = reached(sources(results.values()), from);
        if (start.isPresent() && !needed.contains(from.orElseThrow())) {
            String ends = layers.stream().map(layer -> "'" + layer + "'").collect(Collectors.joining(", "));
            throw new IllegalArgumentException("in model '" + graph.name() + "' " + ends
                    + (layers.size() == 1 ? " does not need '" : " do not need '") + from.orElseThrow()
                    + "': a part from there cannot end there");
        }
        List<Draft.Input> inputs = new ArrayList<>(start.stream().toList());
        whole.inputs().stream()
                .filter(input -> needed.contains(input.name()) && !from.equals(Optional.of(input.name())))
                .forEach(inputs::add);
        Map<String, Draft.Output> stated = new HashMap<>();
        whole.outputs().forEach(output -> stated.put(output.name(), output));
        return new Draft(
                whole.name(),
                inputs,
                owned(steps.values().stream()
                        .filter(step -> needed.contains(step.name()) && !from.equals(Optional.of(step.name())))
                        .toList()),
                outputs(stated));
    }

    /** Each once; those that the model has are trained as it says. */
    private List<Draft.Output> outputs(Map<String, Draft.Output> stated) {
        Map<String, Draft.Output> outputs = new LinkedHashMap<>();
        results.forEach((layer, tensor) -> {
            Optional<Draft.Output> known = Optional.ofNullable(stated.get(layer));
            outputs.putIfAbsent(
                    tensor.toString(),
                    new Draft.Output(
                            tensor.toString(),
                            known.flatMap(Draft.Output::loss),
                            known.map(Draft.Output::metrics).orElse(List.of())));
        });
        return List.copyOf(outputs.values());
    }

    private Draft.Input input(String from) {
        Optional<Draft.Input> given =
                Optional.ofNullable(graph.draft().inputsByName().get(from));
        if (given.isPresent()) {
            return given.get();
        }
        Draft.Step step = steps.get(from);
        if (step == null && from.contains("/")) {
            throw new IllegalArgumentException("'" + from + "' is no layer of model '" + graph.name()
                    + "' itself: a part starts at one, and not inside of it");
        }
        if (step == null) {
            throw new IllegalArgumentException("model '" + graph.name() + "' has no layer '" + from + "'"
                    + Similar.hintOfLayers(from, steps.keySet()));
        }
        int outputs = step.layer().orElseThrow().outputNames().size();
        if (outputs != 1) {
            throw new IllegalArgumentException(step.title() + " of model '" + graph.name() + "' has " + outputs
                    + " outputs: a part starts at a layer with one");
        }
        return named(new Draft.Input(from, written.type(TensorName.of(from)), TensorKind.TENSOR));
    }

    /** An axis that is an expression where the input comes from, such as {@code (time-1)/2}, has a name of its own where it begins. */
    private static Draft.Input named(Draft.Input input) {
        List<Dim> dims = new ArrayList<>();
        for (Dim dim : input.type().shape().dims()) {
            boolean plain = dim.isKnown() || (dim instanceof Dim.Linear linear && linear.isName());
            dims.add(plain ? dim : Dim.named(input.name() + "_axis" + (dims.size() + 1)));
        }
        return new Draft.Input(input.name(), input.type().withShape(new Shape(dims)), input.declared());
    }

    /** The tensor that is meant, inside of a composite by its path; notes what is wanted there. */
    private TensorName target(String name) {
        TensorName tensor = TensorName.parse(name);
        if (steps.containsKey(tensor.source()) || graph.draft().inputsByName().containsKey(tensor.source())) {
            Optional.ofNullable(steps.get(tensor.source())).ifPresent(step -> requireOne(step, tensor));
            return tensor;
        }
        int slash = name.indexOf('/');
        String head = slash < 0 ? "" : name.substring(0, slash);
        Draft.Step step = steps.get(head);
        if (step == null || !(step.layer().orElseThrow() instanceof Composite)) {
            throw unknown(name);
        }
        String rest = name.substring(slash + 1);
        try {
            new Part(written.inside(step).orElseThrow()).target(rest);
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
        inside.computeIfAbsent(head, key -> new ArrayList<>()).add(rest);
        return new TensorName(head, INSIDE + rest);
    }

    /**
     * Of a layer with several outputs one is wanted.
     *
     * @throws IllegalArgumentException if it is not said which, or there is none of that name
     */
    static void requireOne(Draft.Step step, TensorName tensor) {
        boolean unknown = !tensor.output().isEmpty()
                && !step.layer().orElseThrow().outputNames().contains(tensor.output());
        if (unknown) {
            throw new IllegalArgumentException(
                    step.title() + " has no output '" + tensor.output() + "'; it has " + step.picks());
        }
        if (tensor.output().isEmpty() && step.outputsArePicked()) {
            throw new IllegalArgumentException(
                    step.title() + " has several outputs, and none is the first: say which, " + step.picks());
        }
    }

    private IllegalArgumentException unknown(String name) {
        List<String> paths =
                new ArrayList<>(graph.scopes().stream().map(Scope::path).toList());
        graph.nodes().stream().map(Node::name).forEach(paths::add);
        return new IllegalArgumentException(
                "model '" + graph.name() + "' has no layer '" + name + "'" + Similar.hintOfLayers(name, paths));
    }

    /** Replaces composites by the parts of them that are wanted. */
    private void cutInside() {
        Set<TensorName> plain = new LinkedHashSet<>(results.values());
        plain.removeIf(tensor -> tensor.output().startsWith(INSIDE));
        Deque<String> queue = sources(plain);
        inside.keySet().forEach(head -> steps.get(head)
                .sources()
                .forEach(source -> queue.add(source.wire().source())));
        Set<String> whole = reached(queue, Optional.empty());
        inside.forEach((head, wanted) -> cut(steps.get(head), wanted, whole.contains(head)));
    }

    /** A model with these layers of a composite as outputs, after those that it has if others need them. */
    private void cut(Draft.Step step, List<String> wanted, boolean whole) {
        // what it takes may be of a part by now, and is of the same types
        Graph inner =
                written.inside(graph.draft().stepsByName().get(step.name())).orElseThrow();
        Composite composite = (Composite) step.layer().orElseThrow();
        List<String> own =
                inner.draft().outputs().stream().map(Draft.Output::name).toList();
        List<String> outputs = new ArrayList<>(whole ? own : List.of());
        outputs.addAll(wanted);
        Part part = new Part(inner);
        Draft model = part.draft(Optional.empty(), outputs);
        model = model.withInputs(model.inputs().stream().map(Part::named).toList());
        Set<String> inputs = model.inputsByName().keySet();
        List<Draft.Source> sources = new ArrayList<>();
        for (int i = 0; i < step.sources().size(); i++) {
            if (inputs.contains(inner.inputs().get(i).name())) {
                sources.add(step.sources().get(i));
            }
        }
        steps.put(
                step.name(),
                step.withLayer(ModelLayer.of(model)).withSources(sources).withDeclared(TensorKind.TENSOR));
        Map<TensorName, TensorName> renamed = new HashMap<>();
        wanted.forEach(rest -> renamed.put(new TensorName(step.name(), INSIDE + rest), part.outer(step, rest)));
        if (whole) {
            for (int i = 0; i < own.size(); i++) {
                renamed.put(new TensorName(step.name(), composite.outputNames().get(i)), part.outer(step, own.get(i)));
            }
            renamed.put(TensorName.of(step.name()), part.outer(step, own.get(0)));
            steps.replaceAll((name, other) -> other.withSources(other.sources().stream()
                    .flatMap(source -> source.wire().source().equals(step.name())
                            ? Composite.tensors(source.wire(), Optional.of(composite)).stream()
                                    .map(wire -> new Draft.Source(renamed.get(wire), source.declared()))
                            : Stream.of(source))
                    .toList()));
        }
        results.replaceAll((layer, tensor) -> renamed.getOrDefault(tensor, tensor));
    }

    /** What was asked for inside, as a tensor outside. */
    private TensorName outer(Draft.Step step, String layer) {
        return new TensorName(
                step.name(),
                Optional.ofNullable(results.get(layer)).orElseThrow().toString());
    }

    private static Deque<String> sources(Collection<TensorName> tensors) {
        Deque<String> queue = new ArrayDeque<>();
        tensors.forEach(tensor -> queue.add(tensor.source()));
        return queue;
    }

    private Set<String> reached(Deque<String> queue, Optional<String> from) {
        Set<String> reached = new LinkedHashSet<>();
        while (!queue.isEmpty()) {
            String next = queue.remove();
            Draft.Step step = steps.get(next);
            if (reached.add(next) && step != null && !from.equals(Optional.of(next))) {
                step.sources().forEach(source -> queue.add(source.wire().source()));
            }
        }
        return reached;
    }

    /** The first of those that shared the weights of a layer that is left out owns them, the others share with it. */
    private List<Draft.Step> owned(List<Draft.Step> left) {
        Set<String> names = new LinkedHashSet<>();
        left.forEach(step -> names.add(step.name()));
        Map<String, String> owners = new HashMap<>();
        List<Draft.Step> result = new ArrayList<>();
        for (Draft.Step step : left) {
            String owner = step.owner();
            if (names.contains(owner)) {
                result.add(step);
                continue;
            }
            boolean first = owners.putIfAbsent(owner, step.name()) == null;
            Draft.Terms terms = step.terms();
            boolean frozen = steps.get(owner).terms().frozen();
            result.add(step.withTerms(terms.withWeights(first ? "" : owners.get(owner), first && frozen)));
        }
        return result;
    }
}
