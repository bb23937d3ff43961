package dev.plumb.graph.build;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Graphs as trees of maps, lists, strings, numbers and booleans: what JSON holds. Attributes at their default are left out. Reading
 * goes through {@link GraphChecker}, so a graph from a file is checked like any other.
 */
public final class GraphTree {
    private static final String BUILT_IN = "dev.plumb.dsl.layer.";

    private GraphTree() {}

    /** The tree of a graph. */
    public static Map<String, Object> of(Graph graph) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", graph.name());
        tree.put("inputs", graph.inputs().stream().map(GraphTree::input).toList());
        tree.put("nodes", graph.nodes().stream().map(GraphTree::node).toList());
        tree.put("outputs", graph.outputs().stream().map(GraphTree::output).toList());
        return tree;
    }

    /**
     * The graph of a tree.
     *
     * @throws IllegalArgumentException if the tree is not that of a graph, or names a layer that does not exist
     * @throws GraphException if the graph has problems
     */
    public static Graph read(Map<String, ?> tree) {
        List<Draft.Input> inputs = new ArrayList<>();
        for (Map<String, Object> input : maps(tree, "inputs")) {
            String[] dims = list(input, "shape").stream().map(Object::toString).toArray(String[]::new);
            TensorType type = TensorType.of(Shape.parse(dims), constant(DType.class, text(input, "dtype")));
            inputs.add(new Draft.Input(text(input, "name"), type, TensorKind.TENSOR));
        }
        List<Draft.Step> steps = new ArrayList<>();
        for (Map<String, Object> node : maps(tree, "nodes")) {
            List<Draft.Source> sources = list(node, "inputs").stream()
                    .map(wire -> new Draft.Source(TensorName.parse(wire.toString()), TensorKind.TENSOR))
                    .toList();
            steps.add(new Draft.Step(text(node, "name"), Optional.of(layer(node)), sources, TensorKind.TENSOR));
        }
        List<Draft.Output> outputs = new ArrayList<>();
        for (Map<String, Object> output : maps(tree, "outputs")) {
            Optional<Loss.Spec> loss =
                    Optional.ofNullable(output.get("loss")).map(stated -> Loss.Spec.DEFINITION.read(map(stated)));
            List<Metric> metrics = list(output, "metrics").stream()
                    .map(metric -> constant(Metric.class, metric.toString()))
                    .toList();
            outputs.add(new Draft.Output(text(output, "name"), loss, metrics));
        }
        return GraphChecker.graph(new Draft(text(tree, "name"), inputs, steps, outputs));
    }

    private static Map<String, Object> input(Graph.Input input) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", input.name());
        tree.put(
                "shape",
                input.type().shape().dims().stream()
                        .map(dim -> dim.isKnown() ? (Object) dim.size() : dim.toString())
                        .toList());
        tree.put("dtype", input.type().dtype().name());
        return tree;
    }

    private static Map<String, Object> node(Node node) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", node.name());
        tree.putAll(layer(node.spec()));
        tree.put("inputs", node.inputs().stream().map(TensorName::toString).toList());
        return tree;
    }

    /** A layer by its name and its attributes; what a wrapper wraps is a layer again. */
    private static Map<String, Object> layer(LayerSpec spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        String annotation = spec.definition().annotation();
        tree.put("layer", annotation.startsWith(BUILT_IN) ? annotation.substring(BUILT_IN.length()) : annotation);
        tree.put("attributes", attributes(spec));
        return tree;
    }

    private static LayerSpec layer(Map<String, ?> tree) {
        String name = text(tree, "layer");
        Definition<? extends LayerSpec> definition =
                Layers.find(name).orElseThrow(() -> new IllegalArgumentException("there is no layer '" + name + "'"));
        Map<String, Object> attributes = map(tree.get("attributes"));
        if (WrapperSpec.class.isAssignableFrom(definition.type())) {
            attributes.computeIfPresent(WrapperSpec.WRAPPED, (key, wrapped) -> layer(map(wrapped)));
        }
        return definition.read(attributes);
    }

    private static Map<String, Object> output(Graph.Output output) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", output.name());
        output.loss().ifPresent(loss -> tree.put("loss", attributes(loss)));
        tree.put("metrics", output.metrics().stream().map(Metric::name).toList());
        return tree;
    }

    /** Attributes that are not at their default, in JSON's terms. */
    private static Map<String, Object> attributes(Attributed values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.nonDefaultAttributes().forEach((name, value) -> tree.put(name, plain(value)));
        return tree;
    }

    private static Object plain(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof LayerSpec wrapped) {
            return layer(wrapped);
        }
        return value instanceof Attributed group ? attributes(group) : value;
    }

    private static String text(Map<String, ?> tree, String key) {
        Object value = tree.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the graph has no '" + key + "': found " + tree.keySet());
        }
        return value.toString();
    }

    private static List<?> list(Map<String, ?> tree, String key) {
        if (tree.get(key) instanceof List<?> items) {
            return items;
        }
        throw new IllegalArgumentException("the graph has no list '" + key + "': found " + tree.keySet());
    }

    private static List<Map<String, Object>> maps(Map<String, ?> tree, String key) {
        List<Map<String, Object>> maps = new ArrayList<>();
        list(tree, key).forEach(item -> maps.add(map(item)));
        return maps;
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, item) -> map.put(key.toString(), item));
            return map;
        }
        throw new IllegalArgumentException("the graph has '" + value + "' where an object was expected");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' is not one of " + List.of(type.getEnumConstants()), e);
        }
    }
}
