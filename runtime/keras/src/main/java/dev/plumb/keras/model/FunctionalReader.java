package dev.plumb.keras.model;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.SubtractLayer;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.MergingSpec;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A functional model: layers that are called on tensors, some of them several times. */
final class FunctionalReader {
    private final ModelReader reader;
    private final String name;
    private final Map<String, @Nullable Object> config;
    private final LayerNames names = new LayerNames();

    private final List<Call> calls = new ArrayList<>();
    private final Map<String, TensorType> inputs = new LinkedHashMap<>();
    private final List<Draft.Step> steps = new ArrayList<>();

    /** The steps of calls, by the layer's name and the number of the call; those of inputs are inputs. */
    private final Map<String, Draft.Step> made = new HashMap<>();

    private final Map<String, String> stepNames = new HashMap<>();
    private final Set<String> countedFromOne = new HashSet<>();

    /** What each step takes. */
    private final Map<String, List<Tensor>> sourcesOf = new HashMap<>();

    FunctionalReader(ModelReader reader, String name, Map<String, @Nullable Object> model) {
        this.reader = reader;
        this.name = name;
        this.config = Json.config(model);
    }

    Draft draft() {
        List<Described> layers = Described.of(Map.of("config", config));
        requireTensors("input_layers");
        requireTensors("output_layers");
        List<Tensor> inputOrder = Tensor.listed(config.get("input_layers"));
        for (Described layer : layers) {
            stepNames.put(key(layer.name(), 0), names.of(layer.name()));
            if (layer.isInput()) {
                input(layer, inputOrder.size() > 1);
            } else {
                calls.addAll(Call.of(layer, layer.json().get("inbound_nodes")));
            }
        }
        calls.stream()
                .filter(call -> call.index() > 0)
                .forEach(call -> stepNames.put(
                        key(call.layer().name(), call.index()),
                        names.of(call.layer().name())));
        List<Tensor> outputs = Tensor.listed(config.get("output_layers")).stream()
                .map(output -> returned(output, layers))
                .toList();
        countFromOne(layers, outputs);
        Masks masks = Masks.of(calls, outputs);
        Map<String, LayerSpec> specs = specs(layers, masks);
        calls.stream().filter(call -> !masks.isMaskOnly(call.layer())).forEach(call -> step(call, specs, masks));
        castIds();
        wire();
        List<Draft.Input> ordered = new ArrayList<>();
        for (Tensor input : inputOrder) {
            Optional.ofNullable(inputs.get(input.layer()))
                    .ifPresent(type -> ordered.add(new Draft.Input(stepName(input), type, TensorKind.TENSOR)));
        }
        List<Draft.Output> returned = outputs(outputs);
        return new Draft(name, ordered, steps, returned);
    }

    /** Refuses what stands among these tensors of the model and is none. */
    private void requireTensors(String key) {
        Tensor.unreadable(config.get(key))
                .forEach(entry -> reader.refuse("the model '" + name + "' has " + Json.shown(entry) + " in '" + key
                        + "', expected the name of a layer, the number of its call and that of an output"));
    }

    /** Where a model lists what it returns, the calls of a functional model in it are counted from 1, and 0 is the last (keras/src/models/functional.py, {@code get_tensor}). */
    private Tensor returned(Tensor output, List<Described> layers) {
        boolean isFunctional = layers.stream()
                .anyMatch(layer -> layer.name().equals(output.layer())
                        && layer.className().equals("Functional")
                        && !layer.isOlder());
        if (!isFunctional) {
            return output;
        }
        int count = (int) calls.stream()
                .filter(call -> call.layer().name().equals(output.layer()))
                .count();
        return new Tensor(
                output.layer(), Math.max(output.call() == 0 ? count - 1 : output.call() - 1, 0), output.index());
    }

    private static String key(String layer, int call) {
        return call + "/" + layer;
    }

    /** Keras 2 counts the calls of a model in another from 1, everywhere: what takes the last one says so. */
    private void countFromOne(List<Described> layers, List<Tensor> outputs) {
        List<Tensor> all = new ArrayList<>(outputs);
        calls.forEach(call -> all.addAll(call.tensors()));
        for (Described layer : layers) {
            long count = calls.stream()
                    .filter(call -> call.layer().name().equals(layer.name()))
                    .count();
            boolean isBeyond =
                    all.stream().anyMatch(tensor -> tensor.layer().equals(layer.name()) && tensor.call() == count);
            if (layer.isModel() && layer.isOlder() && isBeyond) {
                countedFromOne.add(layer.name());
            }
        }
    }

    /** The key of the call that a tensor comes from. */
    private String key(Tensor tensor) {
        return key(tensor.layer(), tensor.call() - (countedFromOne.contains(tensor.layer()) ? 1 : 0));
    }

    private String stepName(Tensor tensor) {
        return stepNames.getOrDefault(key(tensor), LayerNames.plain(tensor.layer()));
    }

    private void input(Described layer, boolean several) {
        String own = stepNames.getOrDefault(key(layer.name(), 0), layer.name());
        try {
            inputs.put(layer.name(), InputTypes.of(layer.config(), several ? own + "_" : ""));
        } catch (NoCounterpart e) {
            reader.refuse(layer, e.getMessage());
        }
    }

    /** What the layers are, each once. */
    private Map<String, LayerSpec> specs(List<Described> layers, Masks masks) {
        Map<String, LayerSpec> specs = new HashMap<>();
        for (Described layer : layers) {
            if (layer.isInput() || layer.isOperation() || ScaledSum.isOne(layer) || masks.isMaskOnly(layer)) {
                continue;
            }
            String own = stepNames.getOrDefault(key(layer.name(), 0), layer.name());
            reader.named(own, layer.name());
            try {
                specs.put(layer.name(), reader.layer(layer, own));
            } catch (NoCounterpart e) {
                reader.refuse(layer, e.getMessage());
            }
        }
        return specs;
    }

    private void step(Call call, Map<String, LayerSpec> specs, Masks masks) {
        Described layer = call.layer();
        try {
            if (layer.isOperation()) {
                add(call, Operations.read(call), call.tensors(), Draft.Terms.NONE);
                reader.function(stepNames.getOrDefault(key(layer.name(), call.index()), layer.name()), layer);
                return;
            }
            if (ScaledSum.isOne(layer)) {
                scaledSum(call);
                return;
            }
            LayerSpec spec = specs.get(layer.name());
            if (spec == null) {
                return; // was refused
            }
            Arguments arguments = Arguments.of(call, spec, masks::isMask);
            List<Tensor> sources = new ArrayList<>(arguments.inputs());
            arguments.mask().ifPresent(sources::add);
            Draft.Terms terms = terms(call);
            LayerSpec called = arguments.layer();
            if (arguments.isReversed()) {
                called = called.reversed()
                        .orElseThrow(() -> new NoCounterpart("it is applied in reverse: only an embedding has one"));
            } else if (!terms.sharing().isEmpty()) {
                requireSame(call, called);
            }
            if (sources.size() == 1 && called instanceof MergingSpec && !(called instanceof SubtractLayer)) {
                called = Layers.identity(); // what Keras gives back where there is nothing to merge with
            }
            add(call, called, sources, arguments.mask().isPresent() ? terms.asMasked() : terms);
            if (!called.isMadeOfLayers()) {
                arguments
                        .masked()
                        .forEach(input -> reader.masked(
                                stepNames.getOrDefault(key(layer.name(), call.index()), ""), layer, input));
            }
        } catch (NoCounterpart e) {
            reader.refuse(layer, e.getMessage());
        }
    }

    /** One layer of Keras that is two here. */
    private void scaledSum(Call call) throws NoCounterpart {
        ScaledSum sum = ScaledSum.of(call);
        List<Tensor> tensors = new ArrayList<>(call.tensors());
        if (sum.scale() != 1) {
            Tensor scaled = new Tensor(call.layer().name() + "_scaled", call.index(), 0);
            String own = names.of(scaled.layer());
            stepNames.put(key(scaled), own);
            add(scaled, own, Layers.rescaling(sum.scale()), List.of(tensors.get(1)), Draft.Terms.NONE);
            tensors.set(1, scaled);
        }
        add(call, Layers.add(), tensors, Draft.Terms.NONE);
        reader.function(
                stepNames.getOrDefault(
                        key(call.layer().name(), call.index()), call.layer().name()),
                call.layer());
    }

    private static Draft.Terms noTerms(Described layer) {
        return layer.isFrozen() ? Draft.Terms.NONE.asFrozen() : Draft.Terms.NONE;
    }

    /** A layer that is called once more has the weights of its first call. */
    private Draft.Terms terms(Call call) {
        return call.index() == 0
                ? noTerms(call.layer())
                : Draft.Terms.sharing(stepNames.getOrDefault(key(call.layer().name(), 0), ""));
    }

    private void requireSame(Call call, LayerSpec called) throws NoCounterpart {
        Draft.Step first = made.get(key(call.layer().name(), 0));
        if (first != null && !first.layer().equals(Optional.of(called))) {
            throw new NoCounterpart(
                    "its calls state different options, and here a layer that is used again is the same: "
                            + called.describe() + " and "
                            + first.layer().map(LayerSpec::describe).orElse("?"));
        }
    }

    private void add(Call call, LayerSpec layer, List<Tensor> sources, Draft.Terms terms) {
        Tensor made = new Tensor(call.layer().name(), call.index(), 0);
        add(made, stepNames.getOrDefault(key(made.layer(), made.call()), made.layer()), layer, sources, terms);
    }

    private void add(Tensor result, String stepName, LayerSpec layer, List<Tensor> sources, Draft.Terms terms) {
        Draft.Step step = new Draft.Step(
                stepName,
                Optional.of(layer),
                sources.stream()
                        .map(source -> new Draft.Source(TensorName.of(stepName(source)), TensorKind.TENSOR))
                        .toList(),
                TensorKind.TENSOR,
                terms);
        made.put(key(result.layer(), result.call()), step);
        steps.add(step);
        sourcesOf.put(step.name(), sources);
    }

    /** Inputs of float32 that are only taken as ids are ids. */
    private void castIds() {
        inputs.replaceAll((input, type) -> {
            Set<TensorType> taken = new HashSet<>();
            for (Draft.Step step : steps) {
                List<Tensor> sources = sourcesOf.getOrDefault(step.name(), List.of());
                for (int i = 0; i < sources.size(); i++) {
                    if (sources.get(i).layer().equals(input)) {
                        taken.add(Ids.asTakenBy(step.layer().orElseThrow(), i, type));
                    }
                }
            }
            return taken.size() == 1 ? taken.iterator().next() : type;
        });
    }

    /** Which outputs steps take can only be said once it is known what all layers are. */
    private void wire() {
        for (int i = 0; i < steps.size(); i++) {
            Draft.Step step = steps.get(i);
            List<Draft.Source> sources = sourcesOf.getOrDefault(step.name(), List.of()).stream()
                    .map(source -> new Draft.Source(tensor(source), TensorKind.TENSOR))
                    .toList();
            steps.set(i, step.withSources(sources));
        }
    }

    /** A tensor by its name here: where a layer has several outputs, each is picked but the one that a plain wire takes. */
    private TensorName tensor(Tensor tensor) {
        String source = stepName(tensor);
        boolean isThere = inputs.containsKey(tensor.layer()) || made.containsKey(key(tensor));
        if (!isThere && !reader.hasRefused()) {
            reader.refuse("the model '" + name + "' takes from call " + tensor.call() + " of '" + tensor.layer()
                    + "', which it does not have");
        }
        Optional<LayerSpec> layer = Optional.ofNullable(made.get(key(tensor))).flatMap(Draft.Step::layer);
        List<String> outputs = layer.map(LayerSpec::outputNames).orElse(List.of());
        int count = Math.max(outputs.size(), 1);
        if (isThere && (tensor.index() < 0 || tensor.index() >= count)) {
            reader.refuse("the model '" + name + "' takes output " + tensor.index() + " of '" + tensor.layer()
                    + "', which has " + (count == 1 ? "1, output 0" : count + ", 0 to " + (count - 1)));
            return TensorName.of(source);
        }
        boolean isPlain = outputs.size() < 2
                || layer.flatMap(LayerSpec::plainOutput)
                        .filter(outputs.get(tensor.index())::equals)
                        .isPresent();
        return isPlain ? TensorName.of(source) : new TensorName(source, outputs.get(tensor.index()));
    }

    /** What is returned as it came in, or twice, is passed through a layer that does nothing: each output has a name of its own. */
    private List<Draft.Output> outputs(List<Tensor> tensors) {
        List<Draft.Output> outputs = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Tensor tensor : tensors) {
            TensorName wire = tensor(tensor);
            if (inputs.containsKey(tensor.layer()) || !taken.add(wire.toString())) {
                String passed = names.of(wire.source() + "_output");
                steps.add(new Draft.Step(
                        passed,
                        Optional.of(Layers.identity()),
                        List.of(new Draft.Source(wire, TensorKind.TENSOR)),
                        TensorKind.TENSOR));
                wire = TensorName.of(passed);
            }
            outputs.add(new Draft.Output(wire.toString(), Optional.empty(), List.of()));
        }
        return outputs;
    }
}
