package dev.plumb.graph.build;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.ReversedEmbedding;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.compose.Settings;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a draft, with the nested models and blocks that it uses. */
final class DraftReader {
    private final Map<String, ?> root;
    private final Map<String, ModelLayer> models = new HashMap<>();
    private final Map<String, BlockDefinition> blocks = new HashMap<>();
    private final Map<String, CodeDefinition> codes = new HashMap<>();

    /** What is being read: nothing is made of itself. */
    private final Set<String> open = new HashSet<>();

    DraftReader(Map<String, ?> root) {
        this.root = root;
        String format = text(root, "format");
        if (!format.matches("[1-9]\\d{0,8}") || Integer.parseInt(format) > DraftTree.FORMAT) {
            throw new IllegalArgumentException(
                    "the model has the format " + format + ": this version of Plumb reads 1 to " + DraftTree.FORMAT);
        }
    }

    Draft draft() {
        return draft(root);
    }

    BlockDefinition block() {
        return block(text(root, "annotation"), root);
    }

    CodeDefinition code() {
        return code(text(root, "annotation"), root);
    }

    private Draft draft(Map<String, ?> tree) {
        List<Draft.Input> inputs =
                maps(tree, "inputs").stream().map(DraftReader::input).toList();
        Map<TensorName, TensorKind> kinds = new HashMap<>();
        inputs.forEach(input -> kinds.putIfAbsent(TensorName.of(input.name()), input.declared()));
        List<Map<String, Object>> steps = maps(tree, "steps");
        steps.forEach(step -> kinds.putIfAbsent(TensorName.of(text(step, "name")), declared(step)));
        List<Optional<LayerSpec>> layers = steps.stream()
                .map(step -> step.containsKey("sharing") ? Optional.<LayerSpec>empty() : Optional.of(layer(step)))
                .toList();
        Map<String, LayerSpec> owners = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            String name = text(steps.get(i), "name");
            layers.get(i).ifPresent(layer -> owners.putIfAbsent(name, layer));
        }
        return new Draft(
                text(tree, "name"),
                inputs,
                IntStream.range(0, steps.size())
                        .mapToObj(i -> step(steps.get(i), kinds, layers.get(i), owners))
                        .toList(),
                maps(tree, "outputs").stream().map(DraftReader::output).toList(),
                Optional.ofNullable(tree.get("budget")).map(budget -> Budget.Spec.DEFINITION.read(map(budget))));
    }

    private static Draft.Input input(Map<String, Object> tree) {
        String[] dims = texts(tree, "shape").toArray(String[]::new);
        TensorType type = TensorType.of(Shape.parse(dims), constant(DType.class, text(tree, "dtype")));
        return new Draft.Input(text(tree, "name"), type, declared(tree));
    }

    private static Draft.Step step(
            Map<String, Object> tree,
            Map<TensorName, TensorKind> kinds,
            Optional<LayerSpec> own,
            Map<String, LayerSpec> owners) {
        List<Draft.Source> sources = list(tree, "inputs").stream()
                .map(source -> source(source, kinds))
                .toList();
        String sharing = tree.containsKey("sharing") ? text(tree, "sharing") : "";
        Draft.Terms terms = new Draft.Terms(
                sharing,
                Boolean.TRUE.equals(tree.get("frozen")),
                tree.containsKey("bind") ? texts(tree, "bind") : List.of(),
                tree.containsKey("when") ? text(tree, "when") : "",
                Boolean.TRUE.equals(tree.get("masked")),
                Boolean.TRUE.equals(tree.get("recompute")));
        boolean reverse = Boolean.TRUE.equals(tree.get("reverse"));
        Optional<LayerSpec> layer = own.or(() -> Optional.ofNullable(owners.get(sharing))
                .flatMap(owner -> reverse ? owner.reversed() : Optional.of(owner)));
        return new Draft.Step(text(tree, "name"), layer, sources, declared(tree), terms);
    }

    private static Draft.Source source(Object tree, Map<TensorName, TensorKind> kinds) {
        if (tree instanceof Map<?, ?>) {
            return new Draft.Source(TensorName.parse(text(map(tree), "wire")), declared(map(tree)));
        }
        TensorName wire = TensorName.parse(tree.toString());
        return new Draft.Source(wire, kinds.getOrDefault(wire, TensorKind.TENSOR));
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

    private static Draft.Output output(Map<String, Object> tree) {
        List<Metric> metrics = list(tree, "metrics").stream()
                .map(metric -> constant(Metric.class, metric.toString()))
                .toList();
        return new Draft.Output(
                text(tree, "name"),
                Optional.ofNullable(tree.get("loss")).map(loss -> Loss.Spec.DEFINITION.read(map(loss))),
                metrics);
    }

    private LayerSpec layer(Map<String, ?> tree) {
        if (tree.containsKey("model")) {
            ModelLayer nested = model(text(tree, "model"));
            return tree.containsKey("cut") ? nested.withOutputNames(texts(tree, "cut")) : nested;
        }
        String name = text(tree, "layer");
        Definition<? extends LayerSpec> definition = definition(name);
        Map<String, Object> attributes = map(tree.get("attributes"));
        if (WrapperSpec.class.isAssignableFrom(definition.type())) {
            attributes.computeIfPresent(WrapperSpec.WRAPPED, (key, wrapped) -> layer(map(wrapped)));
        }
        attributes.computeIfPresent(ReversedEmbedding.EMBEDDING, (key, embedding) -> layer(map(embedding)));
        attributes.computeIfPresent(
                Repetition.SETTINGS, (key, settings) -> new Settings(texts(map(settings), "bind"), Map.of()));
        return Distribution.settled(definition.read(attributes));
    }

    private Definition<? extends LayerSpec> definition(String name) {
        if (name.equals(ReversedEmbedding.class.getSimpleName())) {
            return ReversedEmbedding.DEFINITION;
        }
        if (name.equals(Repetition.ANNOTATION)) {
            return Repetition.DEFINITION;
        }
        if (root.get("blocks") instanceof Map<?, ?> all && all.containsKey(name)) {
            return inside(name, () -> {
                BlockDefinition known = blocks.get(name);
                if (known == null) {
                    known = block(name, map(all.get(name)));
                    blocks.put(name, known);
                }
                return known.definition();
            });
        }
        if (root.get("codes") instanceof Map<?, ?> all && all.containsKey(name)) {
            return codes.computeIfAbsent(name, key -> code(key, map(all.get(key))))
                    .definition();
        }
        return Layers.find(name).orElseThrow(() -> new IllegalArgumentException("there is no layer '" + name + "'"));
    }

    private ModelLayer model(String name) {
        return inside("model " + name, () -> {
            ModelLayer known = models.get(name);
            if (known == null) {
                known = ModelLayer.of(draft(map(map(root.get("models")).get(name))));
                models.put(name, known);
            }
            return known;
        });
    }

    private interface Read<T> {
        T read();
    }

    private <T> T inside(String name, Read<T> read) {
        if (!open.add(name)) {
            throw new IllegalArgumentException("'" + name + "' is made of itself");
        }
        T made = read.read();
        open.remove(name);
        return made;
    }

    private BlockDefinition block(String annotation, Map<String, ?> tree) {
        List<DeclaredAttribute> attributes =
                maps(tree, "attributes").stream().map(DraftReader::attribute).toList();
        return new BlockDefinition(annotation, attributes, draft(map(tree.get("wiring"))));
    }

    private static CodeDefinition code(String annotation, Map<String, ?> tree) {
        List<DeclaredAttribute> attributes =
                maps(tree, "attributes").stream().map(DraftReader::attribute).toList();
        try {
            return new CodeDefinition(
                    annotation,
                    attributes,
                    text(tree, "signature"),
                    Boolean.TRUE.equals(tree.get("masking")),
                    Optional.empty());
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "the signature of '" + annotation + "' cannot be read: " + e.located(), e);
        }
    }

    private static DeclaredAttribute attribute(Map<String, Object> tree) {
        String type = text(tree, "type");
        boolean isList = type.endsWith("[]");
        List<String> constants = tree.containsKey("constants") ? texts(tree, "constants") : List.of();
        return new DeclaredAttribute(
                text(tree, "name"),
                new AttributeKind(isList ? type.substring(0, type.length() - 2) : type, isList, constants),
                Optional.ofNullable(tree.get("default")));
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

    private static List<String> texts(Map<String, ?> tree, String key) {
        return list(tree, key).stream().map(Object::toString).toList();
    }

    private static List<Map<String, Object>> maps(Map<String, ?> tree, String key) {
        List<Map<String, Object>> maps = new ArrayList<>();
        list(tree, key).forEach(item -> maps.add(map(item)));
        return maps;
    }

    private static Map<String, Object> map(@Nullable Object value) {
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
