package dev.plumb.processor.random;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Random small models. About half of them are right: their layers are drawn until they fit. The others are right ones with one or two
 * {@link Breakage}s.
 *
 * <p>Left out is what only a declaration can say (declared tensor types, methods without layers or with bodies, attributes left out) and
 * what only the functional API can say (outputs that do not exist or come twice).
 */
final class RandomModels {
    /** Names that come near each other, and names that generated code has a use for. */
    private static final List<String> NAMES = List.of(
            "x",
            "y",
            "features",
            "feature",
            "hidden",
            "hidden2",
            "hiden",
            "merged",
            "RELU",
            "Dense",
            "model",
            "graph",
            "g",
            "inputs",
            "outputs",
            "input",
            "batch",
            "String",
            "TensorName",
            "create",
            "path",
            "optimizer",
            "builder",
            "list",
            "List",
            "value",
            "query",
            "key",
            "state",
            "cell",
            "INDArray",
            "Model",
            "dev",
            "java",
            "predict",
            "seed",
            "_",
            "$",
            "λ");

    private final Random random;
    private final RandomLayers layers;
    private final List<Breakage> breakages;

    /** The tensors so far, in order. */
    private final Map<String, TensorType> tensors = new LinkedHashMap<>();

    private final Set<String> unused = new HashSet<>();
    private final List<Draft.Input> inputs = new ArrayList<>();
    private final List<Draft.Step> steps = new ArrayList<>();

    private RandomModels(long seed, List<Breakage> breakages) {
        this.random = new Random(seed);
        this.layers = new RandomLayers(random);
        this.breakages = breakages;
    }

    /** The model of this seed. */
    static Draft of(long seed) {
        return of(seed, List.of(Breakage.values()));
    }

    /** The model of this seed; if it is broken, in one of these ways. */
    static Draft of(long seed, List<Breakage> breakages) {
        return new RandomModels(seed, breakages).draft("Model" + (seed < 0 ? "_" : "") + Long.toString(Math.abs(seed)));
    }

    private Draft draft(String name) {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            input();
        }
        int size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            step();
        }
        Draft draft = pruned(name);
        if (random.nextBoolean()) {
            draft = broken(draft);
            draft = random.nextInt(3) == 0 ? broken(draft) : draft;
        }
        return draft;
    }

    /** A broken variant that Java can say: it has no two methods of one name and the same parameters, and a model has a wire. */
    private Draft broken(Draft draft) {
        Draft broken = layers.pick(breakages).apply(draft, random);
        Set<String> signatures = new HashSet<>();
        boolean declarable = broken.inputs().stream().allMatch(input -> signatures.add(input.name() + " 0"))
                && broken.steps().stream()
                        .allMatch(step -> signatures.add(
                                step.name() + " " + step.sources().size()))
                && broken.steps().stream().anyMatch(step -> !step.sources().isEmpty());
        return declarable ? broken : draft;
    }

    private void input() {
        DType dtype = random.nextInt(5) == 0 ? DType.INT32 : DType.FLOAT32;
        int rank = random.nextInt(16) == 0 ? 0 : 1 + random.nextInt(random.nextInt(8) == 0 ? 4 : 3);
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            boolean symbolic = random.nextInt(axis == rank - 1 ? 20 : 5) == 0;
            dims.add(
                    symbolic
                            ? Dim.named(layers.pick(List.of("time", "n")))
                            : Dim.of(layers.pick(List.of(4, 4, 4, 2, 6, 1, 12))));
        }
        TensorType type = TensorType.of(new Shape(dims), dtype);
        inputs.add(new Draft.Input(name(), type, TensorKind.TENSOR));
        tensors.put(inputs.get(inputs.size() - 1).name(), type);
        unused.add(inputs.get(inputs.size() - 1).name());
    }

    private String name() {
        String name = layers.pick(NAMES);
        while (!javax.lang.model.SourceVersion.isName(name) || tensors.containsKey(name)) {
            name = layers.pick(NAMES) + random.nextInt(100);
        }
        return name;
    }

    /** Adds a layer that fits, if one is found soon: of each kind several are tried, or those that fit anywhere would be nearly all. */
    private void step() {
        String kind = layers.kind();
        for (int attempt = 0; attempt < 75; attempt++) {
            kind = attempt % 15 == 14 ? layers.kind() : kind;
            LayerSpec layer = layers.layer(kind);
            List<String> sources = sources(layer);
            Optional<List<TensorType>> types = types(layer, sources);
            if (types.isPresent() && layer.plainOutput().isPresent()) {
                String name = name();
                steps.add(step(name, layer, sources));
                sources.forEach(unused::remove);
                tensors.put(name, types.get().get(0));
                unused.add(name);
                if (types.get().size() > 1) {
                    for (int i = 0; i < types.get().size(); i++) {
                        tensors.put(
                                name + "." + layer.outputNames().get(i),
                                types.get().get(i));
                    }
                }
                return;
            }
        }
    }

    static Draft.Step step(String name, LayerSpec layer, List<String> sources) {
        List<Draft.Source> wires = sources.stream()
                .map(source -> new Draft.Source(TensorName.parse(source), TensorKind.TENSOR))
                .toList();
        return new Draft.Step(name, Optional.of(layer), wires, TensorKind.TENSOR);
    }

    private List<String> sources(LayerSpec layer) {
        List<Integer> counts = IntStream.rangeClosed(1, layer.arity().maximum() == Integer.MAX_VALUE ? 3 : 5)
                .filter(layer.arity()::accepts)
                .boxed()
                .toList();
        int count = layers.pick(counts);
        List<String> all = List.copyOf(tensors.keySet());
        List<String> free = all.stream().filter(unused::contains).toList();
        List<String> states = RandomLayers.recurrent(layer).map(this::states).orElse(List.of());
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i > 0 && !states.isEmpty() && random.nextInt(8) > 0) {
                sources.add(layers.pick(states));
            } else if (!layer.inputNames().isEmpty() && i > 0 && random.nextBoolean()) {
                sources.add(sources.get(i - 1)); // what a role that is left out takes
            } else {
                sources.add(layers.pick(!free.isEmpty() && random.nextInt(3) > 0 ? free : all));
            }
        }
        return sources;
    }

    /** The tensors that the layer can start from. */
    private List<String> states(SequenceSpec layer) {
        if (!(layer instanceof RecurrentSpec recurrent)) {
            return List.of(); // which depends on the sequence
        }
        Shape state = Shape.of(recurrent.units());
        return tensors.keySet().stream()
                .filter(name ->
                        tensors.getOrDefault(name, TensorType.floats()).shape().equals(state))
                .toList();
    }

    /** What a layer makes of these, unless it does not accept them. */
    private Optional<List<TensorType>> types(LayerSpec layer, List<String> sources) {
        if (!AttributeChecks.of(layer).isEmpty()) {
            return Optional.empty();
        }
        List<TensorType> types = new ArrayList<>();
        sources.forEach(source -> types.add(tensors.getOrDefault(source, TensorType.floats())));
        return layer.infer(types) instanceof Inference.Types inferred
                ? Optional.of(inferred.outputs())
                : Optional.empty();
    }

    /** One or two outputs, and what leads to them, in random order. */
    private Draft pruned(String name) {
        List<String> candidates = new ArrayList<>();
        (steps.isEmpty()
                        ? inputs.stream().map(Draft.Input::name)
                        : steps.stream().map(Draft.Step::name))
                .forEach(candidates::add);
        String last = candidates.get(candidates.size() - 1);
        Set<String> ends = new HashSet<>(Set.of(last));
        if (random.nextInt(3) == 0) {
            ends.add(layers.pick(random.nextInt(20) == 0 ? List.copyOf(tensors.keySet()) : candidates));
            ends.removeIf(end -> end.indexOf('.') >= 0);
        }
        Set<String> alive = new HashSet<>(ends);
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (alive.contains(steps.get(i).name())) {
                steps.get(i).sources().forEach(source -> alive.add(source.wire().source()));
            }
        }
        inputs.removeIf(input -> !alive.contains(input.name()));
        steps.removeIf(step -> !alive.contains(step.name()));
        List<Draft.Output> outputs = new ArrayList<>();
        ends.stream().sorted().forEach(end -> outputs.add(output(end)));
        return new Draft(name, inputs, steps, measuredWhereTrained(outputs));
    }

    /** Where some outputs are trained, the others have no metrics: to say so is one check, of which the tests of metrics know. */
    private static List<Draft.Output> measuredWhereTrained(List<Draft.Output> outputs) {
        boolean trained = outputs.stream().anyMatch(output -> output.loss().isPresent());
        return outputs.stream()
                .map(output -> trained && output.loss().isEmpty()
                        ? new Draft.Output(output.name(), output.loss(), List.of())
                        : output)
                .toList();
    }

    /** An output, in a third of the cases with a loss and metrics that may not fit. */
    private Draft.Output output(String name) {
        Optional<Loss.Spec> loss = random.nextInt(3) == 0 ? Optional.of(loss()) : Optional.empty();
        List<Metric> metrics = random.nextInt(5) == 0 ? List.of(layers.pick(List.of(Metric.values()))) : List.of();
        return new Draft.Output(name, loss, metrics);
    }

    private Loss.Spec loss() {
        LossFunction function =
                random.nextBoolean() ? LossFunction.MEAN_SQUARED_ERROR : layers.pick(List.of(LossFunction.values()));
        double smoothing = random.nextInt(10) == 0 ? layers.pick(List.of(0.1, 1.5)) : 0.0;
        return new Loss.Spec(function, layers.pick(List.of(1.0, 0.5)), random.nextInt(6) == 0, smoothing);
    }

    /** The same model declared in another order. */
    static Draft shuffled(Draft draft, long seed) {
        Random random = new Random(seed);
        List<Draft.Step> steps = new ArrayList<>(draft.steps());
        Collections.shuffle(steps, random);
        List<String> order = new ArrayList<>();
        draft.inputs().forEach(input -> order.add(input.name()));
        steps.forEach(step -> order.add(step.name()));
        List<Draft.Output> outputs = draft.outputs().stream()
                .sorted(Comparator.comparingInt((Draft.Output output) -> order.indexOf(output.name())))
                .toList();
        return new Draft(draft.name(), draft.inputs(), steps, outputs);
    }
}
