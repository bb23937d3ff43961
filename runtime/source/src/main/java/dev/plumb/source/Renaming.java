package dev.plumb.source;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Gives the inputs and layers of a model names that methods can have, each another one. */
final class Renaming {
    private final Draft draft;
    private final Map<String, Draft.Step> steps;
    private final UnaryOperator<LayerSpec> layers;
    private final Function<LayerSpec, Optional<LayerNames>> inner;
    private final Map<String, String> methods = new HashMap<>();

    /**
     * @param layers what becomes of a layer itself
     * @param inner what the layers inside of a layer were called, if it is a model
     */
    Renaming(Draft draft, UnaryOperator<LayerSpec> layers, Function<LayerSpec, Optional<LayerNames>> inner) {
        this.draft = draft;
        this.steps = draft.stepsByName();
        this.layers = layers;
        this.inner = inner;
        Set<String> taken = new HashSet<>();
        declared().stream().filter(JavaNames::isMethod).forEach(name -> {
            methods.put(name, name);
            taken.add(name);
        });
        for (String name : declared()) {
            if (!methods.containsKey(name)) {
                String method = JavaNames.method(name, taken);
                methods.put(name, method);
                taken.add(method);
            }
        }
    }

    private List<String> declared() {
        return Stream.concat(
                        draft.inputs().stream().map(Draft.Input::name),
                        draft.steps().stream().map(Draft.Step::name))
                .toList();
    }

    /** The model with the new names. */
    Draft draft() {
        return new Draft(
                draft.name(),
                draft.inputs().stream()
                        .map(input -> new Draft.Input(method(input.name()), input.type(), input.declared()))
                        .toList(),
                draft.steps().stream().map(this::step).toList(),
                draft.outputs().stream()
                        .map(output -> new Draft.Output(method(output.name()), output.loss(), output.metrics()))
                        .toList(),
                draft.budget());
    }

    /** The names before. */
    LayerNames names() {
        Map<String, String> before = new HashMap<>();
        Map<String, LayerNames> nested = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        methods.forEach((name, method) -> {
            if (!method.equals(name)) {
                before.put(method, name);
            }
        });
        for (Draft.Step step : draft.steps()) {
            String method = method(step.name());
            LayerSpec layer = step.layer().orElseThrow();
            inner.apply(layer).ifPresent(names -> nested.put(method, names));
            if (layer instanceof Repetition) {
                repeated.add(method);
            }
        }
        return new LayerNames(before, nested, repeated);
    }

    private String method(String name) {
        return methods.getOrDefault(name, name);
    }

    private Draft.Step step(Draft.Step step) {
        String owner = step.terms().sharing();
        Draft.Terms terms = owner.isEmpty()
                ? step.terms()
                : step.terms().withWeights(method(owner), step.terms().frozen());
        return new Draft.Step(
                method(step.name()),
                step.layer().map(layers),
                step.sources().stream()
                        .map(source -> new Draft.Source(tensor(source.wire()), source.declared()))
                        .toList(),
                step.declared(),
                terms);
    }

    private TensorName tensor(TensorName wire) {
        Draft.Step step = steps.get(wire.source());
        String output = step == null || wire.output().isEmpty() ? wire.output() : output(step, wire.output());
        return new TensorName(method(wire.source()), output);
    }

    /** The outputs of a layer are the same ones in the same order, by other names. */
    private String output(Draft.Step step, String output) {
        LayerSpec before = step.layer().orElseThrow();
        int index = before.outputNames().indexOf(output);
        return before instanceof Composite && index >= 0
                ? layers.apply(before).outputNames().get(index)
                : output;
    }
}
