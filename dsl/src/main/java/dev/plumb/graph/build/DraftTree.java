package dev.plumb.graph.build;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drafts as trees of maps, lists, strings, numbers and booleans: what JSON holds, and the one form in which models travel. Generated
 * classes and files hold it. Attributes at their default are left out, and so is the type {@code Tensor}, which states nothing, and the type of a
 * wire where it is that of its source. What is read may be right or wrong, as every draft.
 */
public final class DraftTree {
    /** The version of the form; one that reads it reads all before it. */
    public static final int FORMAT = 1;

    private static final String BUILT_IN = "dev.plumb.dsl.layer.";

    private DraftTree() {}

    /**
     * The tree of a draft.
     *
     * @throws java.util.NoSuchElementException if one of its steps has no layer
     */
    public static Map<String, Object> of(Draft draft) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("name", draft.name());
        tree.put("inputs", draft.inputs().stream().map(DraftTree::input).toList());
        Map<TensorName, TensorKind> kinds = kinds(draft.inputs(), draft.steps());
        tree.put("steps", draft.steps().stream().map(step -> step(step, kinds)).toList());
        tree.put("outputs", draft.outputs().stream().map(DraftTree::output).toList());
        draft.budget().ifPresent(budget -> tree.put("budget", attributes(budget)));
        return tree;
    }

    /**
     * The draft of a tree.
     *
     * @throws IllegalArgumentException if the tree is not that of a draft, names a layer that does not exist, or has a newer format
     */
    public static Draft read(Map<String, ?> tree) {
        String format = text(tree, "format");
        if (!format.matches("[1-9]\\d{0,8}") || Integer.parseInt(format) > FORMAT) {
            throw new IllegalArgumentException(
                    "the model has the format " + format + ": this version of Plumb reads 1 to " + FORMAT);
        }
        List<Draft.Input> inputs =
                maps(tree, "inputs").stream().map(DraftTree::readInput).toList();
        Map<TensorName, TensorKind> kinds = new HashMap<>();
        inputs.forEach(input -> kinds.putIfAbsent(TensorName.of(input.name()), input.declared()));
        maps(tree, "steps").forEach(step -> kinds.putIfAbsent(TensorName.of(text(step, "name")), declared(step)));
        return new Draft(
                text(tree, "name"),
                inputs,
                maps(tree, "steps").stream().map(step -> readStep(step, kinds)).toList(),
                maps(tree, "outputs").stream().map(DraftTree::readOutput).toList(),
                Optional.ofNullable(tree.get("budget")).map(budget -> Budget.Spec.DEFINITION.read(map(budget))));
    }

    private static Map<String, Object> input(Draft.Input input) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", input.name());
        tree.put(
                "shape",
                input.type().shape().dims().stream()
                        .map(dim -> dim.isKnown() ? (Object) dim.size() : dim.toString())
                        .toList());
        tree.put("dtype", input.type().dtype().name());
        declared(tree, input.declared());
        return tree;
    }

    private static Draft.Input readInput(Map<String, Object> tree) {
        String[] dims = list(tree, "shape").stream().map(Object::toString).toArray(String[]::new);
        TensorType type = TensorType.of(Shape.parse(dims), constant(DType.class, text(tree, "dtype")));
        return new Draft.Input(text(tree, "name"), type, declared(tree));
    }

    private static Map<String, Object> step(Draft.Step step, Map<TensorName, TensorKind> kinds) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", step.name());
        declared(tree, step.declared());
        tree.putAll(layer(step.layer().orElseThrow()));
        tree.put(
                "inputs",
                step.sources().stream().map(source -> source(source, kinds)).toList());
        return tree;
    }

    private static Draft.Step readStep(Map<String, Object> tree, Map<TensorName, TensorKind> kinds) {
        List<Draft.Source> sources = list(tree, "inputs").stream()
                .map(source -> readSource(source, kinds))
                .toList();
        return new Draft.Step(text(tree, "name"), Optional.of(layer(tree)), sources, declared(tree));
    }

    /** What the inputs and layers are declared: a wire is declared alike unless it says otherwise. */
    private static Map<TensorName, TensorKind> kinds(List<Draft.Input> inputs, List<Draft.Step> steps) {
        Map<TensorName, TensorKind> kinds = new HashMap<>();
        inputs.forEach(input -> kinds.putIfAbsent(TensorName.of(input.name()), input.declared()));
        steps.forEach(step -> kinds.putIfAbsent(TensorName.of(step.name()), step.declared()));
        return kinds;
    }

    /** The wire, together with its type if that is not the one of what it comes from. */
    private static Object source(Draft.Source source, Map<TensorName, TensorKind> kinds) {
        if (source.declared() == kinds.getOrDefault(source.wire(), TensorKind.TENSOR)) {
            return source.wire().toString();
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("wire", source.wire().toString());
        tree.put("type", source.declared().typeName());
        return tree;
    }

    private static Draft.Source readSource(Object tree, Map<TensorName, TensorKind> kinds) {
        if (tree instanceof Map<?, ?>) {
            return new Draft.Source(TensorName.parse(text(map(tree), "wire")), declared(map(tree)));
        }
        TensorName wire = TensorName.parse(tree.toString());
        return new Draft.Source(wire, kinds.getOrDefault(wire, TensorKind.TENSOR));
    }

    private static void declared(Map<String, Object> tree, TensorKind kind) {
        if (kind != TensorKind.TENSOR) {
            tree.put("type", kind.typeName());
        }
    }

    private static TensorKind declared(Map<String, Object> tree) {
        return tree.containsKey("type") ? kind(text(tree, "type")) : TensorKind.TENSOR;
    }

    private static TensorKind kind(String typeName) {
        return Arrays.stream(TensorKind.values())
                .filter(kind -> kind.typeName().equals(typeName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + typeName + "' is no type of tensor"));
    }

    private static Map<String, Object> output(Draft.Output output) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", output.name());
        output.loss().ifPresent(loss -> tree.put("loss", attributes(loss)));
        tree.put("metrics", output.metrics().stream().map(Metric::name).toList());
        return tree;
    }

    private static Draft.Output readOutput(Map<String, Object> tree) {
        List<Metric> metrics = list(tree, "metrics").stream()
                .map(metric -> constant(Metric.class, metric.toString()))
                .toList();
        return new Draft.Output(
                text(tree, "name"),
                Optional.ofNullable(tree.get("loss")).map(loss -> Loss.Spec.DEFINITION.read(map(loss))),
                metrics);
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
            throw new IllegalArgumentException("the model has no '" + key + "': found " + tree.keySet());
        }
        return value.toString();
    }

    private static List<?> list(Map<String, ?> tree, String key) {
        if (tree.get(key) instanceof List<?> items) {
            return items;
        }
        throw new IllegalArgumentException("the model has no list '" + key + "': found " + tree.keySet());
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
        throw new IllegalArgumentException("the model has '" + value + "' where an object was expected");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' is not one of " + List.of(type.getEnumConstants()), e);
        }
    }
}
