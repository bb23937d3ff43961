package dev.plumb.processor.random.composition;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Writes a random model of layers, and of the blocks and models before it. */
final class RandomModel {
    private static final int LARGEST = 400;

    private final Random random;
    private final ByHand hand;
    private final List<RandomBlocks.Made> blocks;
    private final List<Program.Declaration> models;
    private final boolean main;
    private final RandomParts parts;

    private final List<Program.Input> inputs = new ArrayList<>();
    private final List<Program.Step> steps = new ArrayList<>();
    private final Map<String, TensorType> tensors = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();

    RandomModel(
            Random random,
            ByHand hand,
            List<RandomBlocks.Made> blocks,
            List<Program.Declaration> models,
            boolean main) {
        this.random = random;
        this.hand = hand;
        this.blocks = blocks;
        this.models = models;
        this.main = main;
        this.parts = new RandomParts(random);
    }

    Program.Declaration write(String name) {
        for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
            input(List.of("front", "back").get(i - 1));
        }
        boolean line = inputs.size() == 1 && random.nextInt(4) == 0;
        int most = (main ? 4 : 2) + random.nextInt(4);
        for (int attempt = 0; steps.size() < most && attempt < 40; attempt++) {
            step();
        }
        if (steps.isEmpty()) {
            adapted(first(), Shape.of(3));
        }
        List<String> outputs = outputs();
        line = line && outputs.size() == 1 && isLine();
        Program.Declaration model =
                new Program.Declaration(Program.Kind.MODEL, name, List.of(), inputs, steps, outputs, line);
        return main && !line ? extracted(model) : model;
    }

    private String first() {
        return inputs.get(0).name();
    }

    private void input(String name) {
        boolean named = !main && random.nextInt(3) == 0;
        List<String> axes = new ArrayList<>();
        DType dtype = DType.FLOAT32;
        switch (random.nextInt(7)) {
            case 0, 1 -> axes.add(size(3, 4));
            case 2, 3 -> {
                axes.add(named ? "time" : size(4, 3));
                axes.add(size(2, 3));
            }
            case 4, 5 -> {
                axes.add(named ? "height" : size(5, 4));
                axes.add(named ? "width" : size(5, 4));
                axes.add(size(1, 3));
            }
            default -> {
                axes.add(named ? "time" : size(4, 3));
                dtype = DType.INT32;
            }
        }
        inputs.add(new Program.Input(name, axes, dtype));
        tensors.put(name, TensorType.of(Shape.parse(axes.toArray(String[]::new)), dtype));
    }

    private String size(int least, int many) {
        return String.valueOf(least + random.nextInt(many));
    }

    private void step() {
        String from = recent();
        if (tensors.get(from).dtype() != DType.FLOAT32) {
            apply("words", new Program.Layer(Layers.embedding(10, 2 + random.nextInt(3))), List.of(), from);
            return;
        }
        Shape shape = tensors.get(from).shape();
        switch (random.nextInt(12)) {
            case 0, 1 -> use();
            case 2, 3, 4 -> block(from);
            case 5 -> repeated(from);
            case 6 -> shared();
            case 7 -> merged(from);
            case 8 -> distributed(from);
            default -> apply("layer", new Program.Layer(parts.layer(shape)), List.of(), from);
        }
    }

    /** A tensor, most likely one of the last. */
    private String recent() {
        List<String> names = List.copyOf(tensors.keySet());
        List<String> open = names.stream().filter(name -> !used.contains(name)).toList();
        return !open.isEmpty() && random.nextInt(4) > 0
                ? open.get(random.nextInt(open.size()))
                : names.get(random.nextInt(names.size()));
    }

    /** Applies a part if it fits. */
    private Optional<String> apply(String kind, Program.Part part, List<String> bindings, String... from) {
        List<Program.Wire> wires = List.of(from).stream().map(Program.Wire::of).toList();
        return apply(Program.Step.of(kind + (steps.size() + 1), part, wires).bind(bindings.toArray(String[]::new)));
    }

    private Optional<String> apply(Program.Step step) {
        Program.Step owner = steps.stream()
                .filter(one -> one.name().equals(step.sharing()))
                .findFirst()
                .orElse(step);
        LayerSpec layer = hand.layer(owner.part().orElseThrow(), owner.bindings());
        List<TensorType> types =
                step.from().stream().map(wire -> tensors.get(wire.tensor())).toList();
        if (!AttributeChecks.of(layer).isEmpty()
                || !layer.arity().accepts(types.size())
                || !(layer.infer(types) instanceof Inference.Types inferred)
                || inferred.outputs().stream().anyMatch(type -> isLarge(type.shape()))) {
            return Optional.empty();
        }
        steps.add(step);
        step.from().forEach(wire -> used.add(wire.tensor()));
        if (layer instanceof Repetition repetition && repetition.parallel()) {
            String joined = "joined" + (steps.size() + 1);
            steps.add(Program.Step.of(joined, new Program.Layer(parts.merge()), List.of(Program.Wire.of(step.name()))));
            tensors.put(joined, inferred.outputs().get(0));
            return Optional.of(joined);
        }
        List<String> names = inferred.outputs().size() == 1
                ? List.of(step.name())
                : layer.outputNames().stream()
                        .map(output -> step.name() + "." + output)
                        .toList();
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), inferred.outputs().get(i));
        }
        return Optional.of(names.get(0));
    }

    private static boolean isLarge(Shape shape) {
        return shape.isKnown()
                && shape.dims().stream().mapToLong(RandomModel::size).reduce(1, (a, b) -> a * b) > LARGEST;
    }

    private static long size(Dim dim) {
        return Long.parseLong(dim.toString());
    }

    private void use() {
        if (models.isEmpty()) {
            return;
        }
        Program.Declaration model = models.get(random.nextInt(models.size()));
        List<String> upTo = new ArrayList<>();
        List<String> inner = model.steps().stream()
                .filter(step -> step.part()
                        .filter(part ->
                                hand.layer(part, step.bindings()).outputNames().size() == 1)
                        .isPresent())
                .map(Program.Step::name)
                .toList();
        if (random.nextInt(3) == 0 && !inner.isEmpty()) {
            upTo.add(inner.get(random.nextInt(inner.size())));
        }
        Program.Part part = new Program.Use(model.name(), upTo);
        List<String> names = hand.layer(part, List.of()).inputNames();
        List<Program.Input> wanted = model.inputs().stream()
                .filter(input -> names.contains(input.name()))
                .toList();
        List<Program.Wire> wires = new ArrayList<>();
        for (Program.Input input : wanted) {
            Optional<String> fit = fitting(input);
            if (fit.isEmpty()) {
                return;
            }
            wires.add(new Program.Wire(wanted.size() == 1 ? "" : input.name(), fit.get()));
        }
        if (wanted.size() > 1 && random.nextBoolean()) {
            wires = new ArrayList<>(List.of(wires.get(1), wires.get(0)));
        }
        applyInOrder(Program.Step.of("nested" + (steps.size() + 1), part, wires), names);
    }

    /** Roles may stand in any order. */
    private void applyInOrder(Program.Step step, List<String> names) {
        if (names.size() < 2) {
            apply(step);
            return;
        }
        List<Program.Wire> ordered = names.stream()
                .flatMap(name -> step.from().stream().filter(wire -> wire.role().equals(name)))
                .toList();
        if (apply(step.withFrom(ordered)).isPresent()) {
            steps.replaceAll(one -> one.name().equals(step.name()) ? step : one);
        }
    }

    /** A tensor for an input of another model: one that fits, or one made to fit. */
    private Optional<String> fitting(Program.Input input) {
        Shape shape = Shape.parse(input.axes().toArray(String[]::new));
        List<String> same = tensors.entrySet().stream()
                .filter(tensor -> tensor.getValue().dtype() == input.dtype()
                        && tensor.getValue().shape().equals(shape))
                .map(Map.Entry::getKey)
                .toList();
        if (!same.isEmpty()) {
            return Optional.of(same.get(random.nextInt(same.size())));
        }
        String from = recent();
        if (input.dtype() != DType.FLOAT32 || tensors.get(from).dtype() != DType.FLOAT32) {
            return Optional.empty();
        }
        if (!shape.isKnown() && tensors.get(from).shape().rank() == shape.rank()) {
            return apply(
                    "fit",
                    new Program.Layer(Layers.dense((int) size(shape.dims().get(shape.rank() - 1)))),
                    List.of(),
                    from);
        }
        return shape.isKnown() ? adapted(from, shape) : Optional.empty();
    }

    /** A tensor of another shape. */
    private Optional<String> adapted(String from, Shape wanted) {
        Optional<String> flat = flat(from);
        int rank = wanted.rank();
        if (tensors.get(from).dtype() == DType.FLOAT32
                && tensors.get(from).shape().rank() == rank
                && tensors.get(from)
                        .shape()
                        .dims()
                        .subList(0, rank - 1)
                        .equals(wanted.dims().subList(0, rank - 1))) {
            flat = Optional.of(from);
            return apply(
                    "fit",
                    new Program.Layer(Layers.dense((int) size(wanted.dims().get(rank - 1)))),
                    List.of(),
                    from);
        }
        int[] sizes = wanted.dims().stream().mapToInt(dim -> (int) size(dim)).toArray();
        int units = java.util.Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        Optional<String> dense =
                flat.flatMap(one -> apply("fit", new Program.Layer(Layers.dense(units)), List.of(), one));
        return sizes.length == 1
                ? dense
                : dense.flatMap(one -> apply("shaped", new Program.Layer(Layers.reshape(sizes)), List.of(), one));
    }

    /** The features of a tensor alone. */
    private Optional<String> flat(String from) {
        if (tensors.get(from).dtype() != DType.FLOAT32) {
            return apply("words", new Program.Layer(Layers.embedding(10, 3)), List.of(), from)
                    .flatMap(this::flat);
        }
        Shape shape = tensors.get(from).shape();
        return switch (shape.rank()) {
            case 1 -> Optional.of(from);
            case 2 -> apply("flat", new Program.Layer(parts.flatSequence(shape)), List.of(), from);
            case 3 -> apply("flat", new Program.Layer(parts.flatImage(shape)), List.of(), from);
            default -> apply("flat", new Program.Layer(Layers.flatten()), List.of(), from);
        };
    }

    private void block(String from) {
        List<RandomBlocks.Made> fitting = blocks.stream()
                .filter(one -> one.family().takes(tensors.get(from).shape().rank()))
                .toList();
        if (fitting.isEmpty()) {
            return;
        }
        RandomBlocks.Made made = fitting.get(random.nextInt(fitting.size()));
        Program.Part part = parts.use(made, 2 + random.nextInt(4));
        List<Program.Wire> wires = new ArrayList<>();
        for (Program.Input input : made.block().inputs()) {
            String tensor = from;
            Shape wanted = tensors.get(from).shape();
            List<String> others = tensors.entrySet().stream()
                    .filter(other -> other.getValue().dtype() == DType.FLOAT32
                            && other.getValue().shape().rank() == wanted.rank())
                    .map(Map.Entry::getKey)
                    .toList();
            if (!wires.isEmpty()) {
                tensor = others.get(random.nextInt(others.size()));
            }
            wires.add(new Program.Wire(made.block().inputs().size() == 1 ? "" : input.name(), tensor));
        }
        boolean simple = wires.size() == 1 && made.block().outputs().size() == 1;
        List<String> bindings = List.of();
        if (simple && random.nextInt(3) == 0) {
            boolean bound = random.nextBoolean();
            part = new Program.Repeated(
                    2 + random.nextInt(2), random.nextInt(4) == 0 && !bound, bound ? parts.unbound(part) : part);
            bindings = bound ? List.of("units = 2 + index") : List.of();
        }
        Program.Step step = Program.Step.of("unit" + (steps.size() + 1), part, wires);
        applyInOrder(
                step.bind(bindings.toArray(String[]::new)),
                hand.layer(part, bindings).inputNames());
    }

    private void repeated(String from) {
        Shape shape = tensors.get(from).shape();
        boolean parallel = random.nextInt(3) == 0;
        Program.Part part = new Program.Layer(parallel ? parts.layer(shape) : parts.keeping(shape));
        if (!models.isEmpty() && random.nextInt(3) == 0) {
            part = new Program.Use(models.get(random.nextInt(models.size())).name(), List.of());
        } else if (!parallel && random.nextBoolean()) {
            apply(
                    "deep",
                    new Program.Repeated(
                            2 + random.nextInt(2), false, new Program.Layer(Layers.dense(dev.plumb.dsl.Bind.BOUND))),
                    List.of(random.nextBoolean() ? "units = 2 + index" : "units = 2 ^ index + 1"),
                    from);
            return;
        }
        apply("deep", new Program.Repeated(2 + random.nextInt(2), parallel, part), List.of(), from);
    }

    private void shared() {
        List<Program.Step> owners = steps.stream()
                .filter(step -> hasWeights(step) && step.from().size() == 1)
                .toList();
        if (owners.isEmpty()) {
            return;
        }
        Program.Step owner = owners.get(random.nextInt(owners.size()));
        TensorType type = tensors.get(owner.from().get(0).tensor());
        List<String> fitting = tensors.entrySet().stream()
                .filter(one -> one.getValue().equals(type))
                .map(Map.Entry::getKey)
                .toList();
        String from = fitting.get(random.nextInt(fitting.size()));
        if (from.equals(owner.from().get(0).tensor())) {
            // the same again would be the same tensor: something is done to it before
            Optional<String> other =
                    apply("other", new Program.Layer(Layers.activation(parts.activation())), List.of(), from);
            if (other.isEmpty()) {
                return;
            }
            from = other.get();
        }
        apply(Program.Step.again("again" + (steps.size() + 1), owner.name(), List.of(Program.Wire.of(from))));
    }

    private static boolean hasWeights(Program.Step step) {
        return step.part()
                .filter(part -> !(part instanceof Program.Layer layer)
                        || List.of("Dense", "Conv1D", "Conv2D", "LSTM", "GRU", "BatchNormalization")
                                .contains(layer.spec().layerName()))
                .isPresent();
    }

    private void merged(String from) {
        TensorType type = tensors.get(from);
        List<String> same = tensors.entrySet().stream()
                .filter(one -> one.getValue().equals(type) && !one.getKey().equals(from))
                .map(Map.Entry::getKey)
                .toList();
        if (!same.isEmpty()) {
            LayerSpec merge = random.nextInt(3) == 0 ? Layers.concatenate() : parts.merge();
            apply("merged", new Program.Layer(merge), List.of(), from, same.get(random.nextInt(same.size())));
        }
    }

    private void distributed(String from) {
        Shape shape = tensors.get(from).shape();
        if (shape.rank() < 2) {
            return;
        }
        Shape step = new Shape(shape.dims().subList(1, shape.rank()));
        Program.Part part = new Program.Layer(parts.layer(step));
        if (!models.isEmpty() && random.nextBoolean()) {
            part = new Program.Use(models.get(random.nextInt(models.size())).name(), List.of());
        } else if (!blocks.isEmpty() && random.nextBoolean()) {
            part = parts.use(blocks.get(random.nextInt(blocks.size())), 2 + random.nextInt(3));
        }
        apply("each", new Program.Distributed(part), List.of(), from);
    }

    /** What nothing takes is the output, or is joined to it. */
    private List<String> outputs() {
        List<String> open = tensors.keySet().stream()
                .filter(name -> !used.contains(name))
                .filter(name -> isInput(name) || !name.contains(".") || isNoneUsed(name))
                .toList();
        if (open.stream().noneMatch(this::mayBeOutput)
                || open.size() > 2
                || !open.stream().allMatch(this::mayBeOutput)) {
            List<String> flat = new ArrayList<>();
            for (String one : open) {
                flat(one).filter(name -> !flat.contains(name)).ifPresent(flat::add);
            }
            Optional<String> joined = flat.size() == 1
                    ? Optional.of(flat.get(0))
                    : apply("all", new Program.Layer(Layers.concatenate()), List.of(), flat.toArray(String[]::new));
            return List.of(apply("result", new Program.Layer(Layers.dense(2)), List.of(), joined.orElse(first()))
                    .orElse(first()));
        }
        return open;
    }

    private boolean isInput(String name) {
        return inputs.stream().anyMatch(input -> input.name().equals(name));
    }

    private boolean mayBeOutput(String name) {
        return !isInput(name) && !name.contains(".");
    }

    /** Of the outputs of a layer with several, one that is used is enough. */
    private boolean isNoneUsed(String name) {
        String layer = name.substring(0, name.indexOf('.') + 1);
        return used.stream().noneMatch(other -> other.startsWith(layer));
    }

    private boolean isLine() {
        String last = first();
        for (Program.Step step : steps) {
            if (step.from().size() != 1 || !step.from().get(0).tensor().equals(last)) {
                return false;
            }
            last = step.name();
        }
        return true;
    }

    private Program.Declaration extracted(Program.Declaration model) {
        if (random.nextInt(3) > 0) {
            return model;
        }
        Program.Step step = model.steps().get(random.nextInt(model.steps().size()));
        String from = "";
        if (random.nextInt(3) == 0
                && step.from().size() == 1
                && !isInput(step.from().get(0).tensor())
                && tensors.containsKey(step.from().get(0).tensor())
                && !step.from().get(0).tensor().contains(".")) {
            from = step.from().get(0).tensor();
        }
        boolean single = tensors.containsKey(step.name());
        return single ? model.with(step, step.extracted(new Program.Extract("taken", from))) : model;
    }
}
