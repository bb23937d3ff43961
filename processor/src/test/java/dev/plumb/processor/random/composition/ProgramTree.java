package dev.plumb.processor.random.composition;

import dev.plumb.graph.Draft;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.shape.TensorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a program as a tree, for Keras: what is empty, false or float32 is left out. */
final class ProgramTree {
    private ProgramTree() {}

    static Map<String, Object> of(Program program) {
        return tree(
                "name", program.name(),
                "mistake", program.mistake(),
                "declarations",
                        program.declarations().stream()
                                .map(ProgramTree::declaration)
                                .toList());
    }

    private static Map<String, Object> declaration(Program.Declaration one) {
        return tree(
                one.kind() == Program.Kind.MODEL ? "model" : "block",
                one.name(),
                "attributes",
                one.attributes().stream()
                        .filter(attribute -> attribute.standard().isPresent())
                        .map(attribute ->
                                List.of(attribute.name(), attribute.standard().orElseThrow()))
                        .toList(),
                "inputs",
                one.inputs().stream()
                        .map(input -> tree(
                                "name", input.name(),
                                "axes", String.join(" ", input.axes()),
                                "dtype", input.dtype().name()))
                        .toList(),
                "steps",
                one.steps().stream().map(ProgramTree::step).toList(),
                "outputs",
                one.outputs());
    }

    private static Map<String, Object> step(Program.Step step) {
        Map<String, Object> tree = tree("name", step.name());
        step.part().ifPresent(part -> tree.put("part", part(part)));
        tree.put(
                "from",
                step.from().stream()
                        .map(wire -> (wire.role().isEmpty() ? "" : wire.role() + "=") + wire.tensor())
                        .toList());
        if (!step.sharing().isEmpty()) {
            tree.put("sharing", step.sharing());
        }
        if (!step.bindings().isEmpty()) {
            tree.put("bindings", step.bindings());
        }
        if (!step.when().isEmpty()) {
            tree.put("when", step.when());
        }
        if (!step.extracts().isEmpty()) {
            tree.put(
                    "extracts",
                    step.extracts().stream()
                            .map(extract -> List.of(extract.name(), extract.from()))
                            .toList());
        }
        return tree;
    }

    private static Map<String, Object> part(Program.Part part) {
        if (part instanceof Program.Layer layer) {
            Draft.Step step =
                    new Draft.Step("layer", Optional.of(layer.spec()), List.of(), TensorKind.TENSOR, Draft.Terms.NONE);
            Map<?, ?> written =
                    (Map<?, ?>) ((List<?>) DraftTree.of(new Draft("Layer", List.of(), List.of(step), List.of()))
                                    .get("steps"))
                            .get(0);
            return tree("layer", written.get("layer"), "attributes", written.get("attributes"));
        } else if (part instanceof Program.Use use) {
            return tree("use", use.model(), "upTo", use.upTo());
        } else if (part instanceof Program.OfBlock block) {
            return tree("block", block.block(), "values", block.values());
        } else if (part instanceof Program.Repeated repeated) {
            return tree("repeat", repeated.times(), "parallel", repeated.parallel(), "of", part(repeated.part()));
        }
        return tree("distributed", part(((Program.Distributed) part).part()));
    }

    private static Map<String, Object> tree(Object... entries) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            boolean says = !List.of(List.of(), Map.of(), "", false, "FLOAT32").contains(entries[i + 1]);
            if (says) {
                tree.put((String) entries[i], entries[i + 1]);
            }
        }
        return tree;
    }
}
