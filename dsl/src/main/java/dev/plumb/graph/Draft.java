package dev.plumb.graph;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model as it was written, before anything about it is known to be right: names may be missing, wires may form cycles, shapes may
 * not fit. {@code GraphChecker} makes a {@link Graph} of it, or says what is wrong.
 */
public record Draft(
        String name, List<Input> inputs, List<Step> steps, List<Output> outputs, Optional<Budget.Spec> budget) {

    public Draft {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
    }

    /** A draft without a budget. */
    public Draft(String name, List<Input> inputs, List<Step> steps, List<Output> outputs) {
        this(name, inputs, steps, outputs, Optional.empty());
    }

    /** An input; {@code declared} is the tensor type that the author wrote. */
    public record Input(String name, TensorType type, TensorKind declared) {}

    /**
     * A layer, a block, a nested model or a repetition: those are layers made of layers, {@link Composite}. Without a spec if what was written
     * about it was already found wrong.
     *
     * @param layer what is applied; of a step that shares weights, what the step has that it shares them with
     */
    public record Step(String name, Optional<LayerSpec> layer, List<Source> sources, TensorKind declared, Terms terms) {
        public Step {
            sources = List.copyOf(sources);
        }

        /** A step about which nothing more is said. */
        public Step(String name, Optional<LayerSpec> layer, List<Source> sources, TensorKind declared) {
            this(name, layer, sources, declared, Terms.NONE);
        }

        /** The step whose weights it uses: itself unless it shares those of another. */
        public String owner() {
            return terms.sharing().isEmpty() ? name : terms.sharing();
        }

        /** The layer as it is called: with a mask, if it is given one. */
        public Optional<LayerSpec> applied() {
            return terms.masked() ? layer.map(Masked::of) : layer;
        }

        /** Whether each of its outputs is picked by its name: none of several is the first. */
        public boolean outputsArePicked() {
            return layer.isPresent() && layer.get().plainOutput().isEmpty();
        }

        /** Its outputs as wires name them: {@code encoder.mean, encoder.deviation}. */
        public String picks() {
            return layer.map(LayerSpec::outputNames).orElse(List.of()).stream()
                    .map(output -> new TensorName(name, output).toString())
                    .collect(Collectors.joining(", "));
        }

        /** Layer and name as messages show them: {@code Dense 'hidden'}. */
        public String title() {
            return layerTitle() + " '" + name + "'";
        }

        /** The layer as messages name it, also where it is not known which it is. */
        public String layerTitle() {
            return layer.isPresent() ? layer.get().title() : "layer";
        }

        /** The same step with another layer. */
        public Step withLayer(LayerSpec other) {
            return new Step(name, Optional.of(other), sources, declared, terms);
        }

        /** The same step with more said about it. */
        public Step withTerms(Terms other) {
            return new Step(name, layer, sources, declared, other);
        }

        /** The same step with other wires. */
        public Step withSources(List<Source> others) {
            return new Step(name, layer, others, declared, terms);
        }

        /** The same step, declared as another kind of tensor. */
        public Step withDeclared(TensorKind other) {
            return new Step(name, layer, sources, other, terms);
        }

        /** The same step with the wire of one of its inputs replaced. */
        public Step withSource(int index, Source other) {
            List<Source> changed = new ArrayList<>(sources);
            changed.set(index, other);
            return withSources(changed);
        }
    }

    /**
     * What is said of a step beside its layer and its wires.
     *
     * @param sharing the step whose weights it uses, or "" if it has its own
     * @param frozen whether its weights do not train
     * @param bindings in a block or on a repetition: which attributes have which expressions as values, as written
     * @param when in a block: the condition under which the step is there, as written, or "" if it always is
     * @param masked whether its last wire is the mask of its first
     * @param recomputed whether training computes again what is inside of it
     */
    public record Terms(
            String sharing, boolean frozen, List<String> bindings, String when, boolean masked, boolean recomputed) {
        /** Nothing is said. */
        public static final Terms NONE = new Terms("", false, List.of(), "", false, false);

        public Terms {
            bindings = List.copyOf(bindings);
        }

        /** The weights of that step are used. */
        public static Terms sharing(String step) {
            return new Terms(step, false, List.of(), "", false, false);
        }

        /** The same, and the weights do not train. */
        public Terms asFrozen() {
            return new Terms(sharing, true, bindings, when, masked, recomputed);
        }

        /** The same, and the last wire is a mask. */
        public Terms asMasked() {
            return new Terms(sharing, frozen, bindings, when, true, recomputed);
        }

        /** The same, and training computes again what is inside. */
        public Terms asRecomputed() {
            return new Terms(sharing, frozen, bindings, when, masked, true);
        }

        /** The same with other weights, frozen or not. */
        public Terms withWeights(String step, boolean isFrozen) {
            return new Terms(step, isFrozen, bindings, when, masked, recomputed);
        }

        /** The same under other bindings and another condition. */
        public Terms withBindings(List<String> texts, String condition) {
            return new Terms(sharing, frozen, texts, condition, masked, recomputed);
        }
    }

    /** A wire into a layer; {@code declared} is the tensor type that the author wrote. */
    public record Source(TensorName wire, TensorKind declared) {}

    /** What the model returns, by the name of the tensor, and how it is trained, if that is stated. */
    public record Output(String name, Optional<Loss.Spec> loss, List<Metric> metrics) {
        public Output {
            metrics = List.copyOf(metrics);
        }

        /** The tensor that is returned. */
        public TensorName tensor() {
            return TensorName.parse(name);
        }
    }

    /** The steps by name, in their order; of several with one name the first. */
    public Map<String, Step> stepsByName() {
        Map<String, Step> byName = new LinkedHashMap<>();
        for (Step step : steps) {
            byName.putIfAbsent(step.name(), step);
        }
        return byName;
    }

    /** The inputs by name, in their order; of several with one name the first. */
    public Map<String, Input> inputsByName() {
        Map<String, Input> byName = new LinkedHashMap<>();
        inputs.forEach(input -> byName.putIfAbsent(input.name(), input));
        return byName;
    }

    /** The same draft with the step of that name replaced; those that share its weights are the same layer. */
    public Draft with(Step replacement) {
        return withSteps(steps.stream()
                .map(step -> step.name().equals(replacement.name())
                        ? replacement
                        : step.terms().sharing().equals(replacement.name()) ? sharing(step, replacement) : step)
                .toList());
    }

    /** A step that shares the weights of another is the layer that the other is, in reverse if it was so. */
    private static Step sharing(Step step, Step owner) {
        boolean reversed = step.layer().map(LayerSpec::isReversed).orElse(false);
        Optional<LayerSpec> layer =
                owner.layer().map(other -> reversed ? other.reversed().orElse(other) : other);
        return new Step(step.name(), layer, step.sources(), step.declared(), step.terms());
    }

    /** The same draft with the input of that name replaced. */
    public Draft with(Input replacement) {
        List<Input> changed = inputs.stream()
                .map(input -> input.name().equals(replacement.name()) ? replacement : input)
                .toList();
        return withInputs(changed);
    }

    /**
     * The model up to these layers: they are its outputs, and what only others need is left out.
     *
     * @param names of layers, or of outputs of layers
     */
    public Draft upTo(List<String> names) {
        Map<String, Step> byName = stepsByName();
        Set<String> needed = new LinkedHashSet<>();
        Deque<String> queue = new ArrayDeque<>();
        names.forEach(name -> queue.add(TensorName.parse(name).source()));
        while (!queue.isEmpty()) {
            String next = queue.remove();
            Step step = byName.get(next);
            if (needed.add(next) && step != null) {
                step.sources().forEach(source -> queue.add(source.wire().source()));
                queue.add(step.owner());
            }
        }
        return new Draft(
                name,
                inputs.stream().filter(input -> needed.contains(input.name())).toList(),
                steps.stream().filter(step -> needed.contains(step.name())).toList(),
                names.stream()
                        .map(output -> new Output(output, Optional.empty(), List.of()))
                        .toList());
    }

    /** This, or what it becomes where a model or block that it uses is declared otherwise. */
    public Draft redeclared(Draft from, Draft to) {
        return equals(from)
                ? to
                : withSteps(steps.stream()
                        .map(step -> step.layer()
                                .map(layer -> step.withLayer(Composite.redeclared(layer, from, to)))
                                .orElse(step))
                        .toList());
    }

    /** The same draft by another name. */
    public Draft named(String other) {
        return new Draft(other, inputs, steps, outputs, budget);
    }

    /** The same draft with other inputs. */
    public Draft withInputs(List<Input> others) {
        return new Draft(name, others, steps, outputs, budget);
    }

    /** The same draft with other steps. */
    public Draft withSteps(List<Step> others) {
        return new Draft(name, inputs, others, outputs, budget);
    }

    /** The same draft with other outputs. */
    public Draft withOutputs(List<Output> others) {
        return new Draft(name, inputs, steps, others, budget);
    }
}
