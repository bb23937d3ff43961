package dev.plumb.graph.build;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.BlockLayer;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Settings;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a draft, with the nested models and blocks that it uses. */
final class DraftWriter {
    static final String BUILT_IN = "dev.plumb.dsl.layer.";

    /** The models by their names in the tree. */
    private final Map<String, Draft> written = new HashMap<>();

    private final Map<String, Object> models = new LinkedHashMap<>();
    private final Map<String, Object> blocks = new LinkedHashMap<>();
    private final Map<String, Object> codes = new LinkedHashMap<>();

    Map<String, Object> tree(Draft draft) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", DraftTree.FORMAT);
        tree.putAll(draft(draft));
        definitions(tree);
        return tree;
    }

    Map<String, Object> tree(BlockDefinition block) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", DraftTree.FORMAT);
        tree.put("annotation", block.annotation());
        tree.putAll(block(block));
        definitions(tree);
        return tree;
    }

    Map<String, Object> tree(CodeDefinition code) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", DraftTree.FORMAT);
        tree.put("annotation", code.annotation());
        tree.putAll(code(code));
        return tree;
    }

    private void definitions(Map<String, Object> tree) {
        if (!models.isEmpty()) {
            tree.put("models", models);
        }
        if (!blocks.isEmpty()) {
            tree.put("blocks", blocks);
        }
        if (!codes.isEmpty()) {
            tree.put("codes", codes);
        }
    }

    private Map<String, Object> draft(Draft draft) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", draft.name());
        tree.put("inputs", draft.inputs().stream().map(DraftWriter::input).toList());
        Map<TensorName, TensorKind> kinds = kinds(draft.inputs(), draft.steps());
        tree.put("steps", draft.steps().stream().map(step -> step(step, kinds)).toList());
        tree.put("outputs", draft.outputs().stream().map(this::output).toList());
        draft.budget().ifPresent(budget -> tree.put("budget", attributes(budget)));
        return tree;
    }

    private Map<String, Object> block(BlockDefinition block) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("attributes", block.attributes().stream().map(this::attribute).toList());
        tree.put("wiring", draft(block.wiring()));
        return tree;
    }

    private Map<String, Object> code(CodeDefinition code) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("attributes", code.attributes().stream().map(this::attribute).toList());
        tree.put("signature", code.signature().text());
        if (code.supportsMasking()) {
            tree.put("masking", true);
        }
        return tree;
    }

    private Map<String, Object> attribute(DeclaredAttribute attribute) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", attribute.name());
        tree.put("type", attribute.kind().name() + (attribute.kind().isList() ? "[]" : ""));
        if (!attribute.kind().constants().isEmpty()) {
            tree.put("constants", attribute.kind().constants());
        }
        attribute.standard().ifPresent(standard -> tree.put("default", plain(standard)));
        return tree;
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

    private Map<String, Object> step(Draft.Step step, Map<TensorName, TensorKind> kinds) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", step.name());
        declared(tree, step.declared());
        Draft.Terms terms = step.terms();
        if (terms.sharing().isEmpty()) {
            tree.putAll(layer(step.layer().orElseThrow()));
        } else {
            tree.put("sharing", terms.sharing());
            if (step.layer().map(LayerSpec::isReversed).orElse(false)) {
                tree.put("reverse", true);
            }
        }
        if (terms.frozen()) {
            tree.put("frozen", true);
        }
        if (!terms.bindings().isEmpty()) {
            tree.put("bind", terms.bindings());
        }
        if (!terms.when().isEmpty()) {
            tree.put("when", terms.when());
        }
        if (terms.masked()) {
            tree.put("masked", true);
        }
        if (terms.recomputed()) {
            tree.put("recompute", true);
        }
        tree.put(
                "inputs",
                step.sources().stream().map(source -> source(source, kinds)).toList());
        return tree;
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

    private static void declared(Map<String, Object> tree, TensorKind kind) {
        if (kind != TensorKind.TENSOR) {
            tree.put("type", kind.typeName());
        }
    }

    private Map<String, Object> output(Draft.Output output) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", output.name());
        output.loss().ifPresent(loss -> tree.put("loss", attributes(loss)));
        tree.put("metrics", output.metrics().stream().map(Metric::name).toList());
        return tree;
    }

    /** A layer by its name and its attributes; what a wrapper wraps is a layer again. A nested model or block is written elsewhere, once. */
    private Map<String, Object> layer(LayerSpec spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (spec instanceof ModelLayer nested) {
            tree.put("model", model(nested.model()));
            if (nested.isCut()) {
                tree.put("cut", nested.outputNames());
            }
            return tree;
        }
        String annotation = spec.definition().annotation();
        tree.put("layer", annotation.startsWith(BUILT_IN) ? annotation.substring(BUILT_IN.length()) : annotation);
        if (spec instanceof BlockLayer use && !blocks.containsKey(annotation)) {
            blocks.put(annotation, block(use.block()));
        }
        if (spec instanceof CodeLayer use) {
            codes.putIfAbsent(annotation, code(use.code()));
        }
        tree.put("attributes", attributes(spec));
        return tree;
    }

    /** The name of a nested model in the tree: its own, and of several that have it one with a number. */
    private String model(Draft draft) {
        String name = draft.name();
        for (int next = 2; !draft.equals(written.getOrDefault(name, draft)); next++) {
            name = draft.name() + "#" + next;
        }
        if (written.putIfAbsent(name, draft) == null) {
            models.put(name, draft(draft));
        }
        return name;
    }

    /** Attributes that are not at their default, in JSON's terms. */
    private Map<String, Object> attributes(Attributed values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.nonDefaultAttributes().forEach((name, value) -> tree.put(name, plain(value)));
        return tree;
    }

    private Object plain(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof LayerSpec wrapped) {
            return layer(wrapped);
        }
        if (value instanceof Settings settings) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("bind", settings.bindings());
            return tree;
        }
        if (value instanceof List<?> items) {
            return items.stream().map(this::plain).toList();
        }
        return value instanceof Attributed group ? attributes(group) : value;
    }
}
