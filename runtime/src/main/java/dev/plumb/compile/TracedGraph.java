package dev.plumb.compile;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.engine.Trace;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.layer.CodeObserver;
import dev.plumb.layer.LayerCodeException;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Origins;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayTooLargeException;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.DropoutMask;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.train.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph run once on symbolic arrays of one batch size: each layer has left its ops in the trace. */
final class TracedGraph {
    private final GraphSource source;
    private final int batch;
    private final boolean training;
    private final Share share;
    private final List<Var> inputs = new ArrayList<>();
    private final Map<String, Var> weights = new LinkedHashMap<>();
    private final Map<String, Var> moved = new LinkedHashMap<>();
    private final Map<String, CarriedState> carried = new LinkedHashMap<>();
    private final Map<TensorName, Var> values = new HashMap<>();
    private final Map<TensorName, Var> masks = new HashMap<>();
    private final Map<Integer, Prediction> activations = new HashMap<>();
    private final DeclaredByCode declarations = new DeclaredByCode();
    private final List<Var> losses = new ArrayList<>();
    private final List<Ran> ran = new ArrayList<>();
    private Optional<Var> dropoutSeed = Optional.empty();
    private boolean keepsOwnStatistics;

    /**
     * What a layer in code gave.
     *
     * @param path of the node, and in it: {@code hidden/gate}
     * @param code its class
     */
    record Ran(String path, CodeLayer layer, Class<?> code, List<Var> outputs) {}

    private TracedGraph(GraphSource source, int batch, boolean training, Share share) {
        this.source = source;
        this.batch = batch;
        this.training = training;
        this.share = share;
    }

    /** Traces a graph whose sizes are all known. */
    static TracedGraph of(Graph graph, Trace trace, int batch, boolean training) {
        return of(graph, new TraceSource(trace, batch), batch, training);
    }

    /** As {@link #of(Graph, Trace, int, boolean)}, on values from anywhere. */
    static TracedGraph of(Graph graph, GraphSource source, int batch, boolean training) {
        return of(graph, source, batch, training, Share.WHOLE);
    }

    /** The same for a share of a batch, which has so many examples. */
    static TracedGraph of(Graph graph, GraphSource source, int batch, boolean training, Share share) {
        TracedGraph traced = new TracedGraph(source, batch, training, share);
        for (Graph.Input input : graph.fed()) {
            Var value = source.input(input);
            TensorName name = TensorName.of(input.name());
            traced.inputs.add(value);
            traced.values.put(name, value.cast(input.type().dtype()));
            source.mask(input).ifPresent(mask -> traced.masks.put(name, mask));
        }
        for (Node node : graph.nodes()) {
            if (node.spec() instanceof PreprocessingSpec before) {
                traced.alias(TensorName.of(node.name()), before);
                continue;
            }
            source.entering(node);
            try {
                traced.trace(node);
            } catch (LayerCodeException e) {
                throw e.inside(node.name(), graph.name());
            } catch (ArrayTooLargeException e) {
                throw new ArrayTooLargeException(node.spec().layerName() + " '" + node.name() + "' of model '"
                        + graph.name()
                        + "' is too large for " + (batch == 1 ? "one example" : batch + " examples at once") + ": "
                        + e.getMessage()
                        + (batch == 1 ? "" : "; take fewer examples at once, in training by batchSize"));
            }
        }
        return traced;
    }

    /** The type of an array of so many examples. */
    static ArrayType batched(int batch, TensorType type) {
        return batched(batch, type.shape(), type.dtype());
    }

    static ArrayType batched(int batch, Shape shape, DType dtype) {
        List<Integer> sizes = new ArrayList<>(List.of(batch));
        for (long size : shape.sizes()) {
            sizes.add(Math.toIntExact(size));
        }
        return new ArrayType(dtype, sizes);
    }

    /** The inputs of the model, in its order. */
    List<Var> inputs() {
        return inputs;
    }

    /** The weights that the layers have asked for, by path. */
    Map<String, Var> weights() {
        return weights;
    }

    /** The new values of the weights that the layers move in a training step, by path: those of states, and those that trained weights are replaced by. */
    Map<String, Var> moved() {
        return moved;
    }

    /** What stateful layers keep of each example, by path. */
    Map<String, CarriedState> carried() {
        return carried;
    }

    /** Whether a layer moves a weight by what it sees of the batch, and would see a part of it only if the batch were divided. */
    boolean keepsOwnStatistics() {
        return keepsOwnStatistics;
    }

    /** What layers in code have declared, by the names of the nodes that own the weights. */
    Map<String, List<Weight>> declared() {
        return declarations.byNode();
    }

    /** What each layer in code gave, in the order in which they ended. */
    List<Ran> ran() {
        return ran;
    }

    /** What layers add to the loss: scalars. */
    List<Var> losses() {
        return losses;
    }

    /** The input that makes the dropout masks and random numbers of a step differ from those of the one before, if there are any. */
    Optional<Var> dropoutSeed() {
        return dropoutSeed;
    }

    /** A tensor of the model. */
    Var value(TensorName tensor) {
        return Optional.ofNullable(values.get(tensor))
                .orElseThrow(() -> new IllegalArgumentException("there is no tensor '" + tensor + "'"));
    }

    /** An output of the model with what is known of its logits and its mask. */
    Prediction prediction(Graph.Output output) {
        Var value = values.get(output.wire());
        Prediction known = activations.getOrDefault(value.id(), Prediction.of(value));
        return new Prediction(value, known.activation(), known.logits(), Optional.ofNullable(masks.get(output.wire())));
    }

    /** The output of a layer that was computed before goes by the name of the output, too. */
    private void alias(TensorName node, PreprocessingSpec spec) {
        Optional.ofNullable(values.get(node))
                .ifPresent(value -> values.put(
                        new TensorName(node.source(), spec.outputNames().get(0)), value));
    }

    private void trace(Node node) {
        List<Var> inputs = new ArrayList<>();
        for (TensorName input : node.inputs()) {
            inputs.add(values.get(input));
        }
        Context context = new Context(node);
        Origins origins = source.recorder().origins();
        String outer = origins.enter(node.name());
        List<Var> outputs;
        try {
            outputs = source.lower(node, context, inputs);
        } finally {
            origins.leave(outer);
        }
        for (int i = 0; i < outputs.size(); i++) {
            List<TensorName> wires = i == 0
                    ? List.of(
                            TensorName.of(node.name()),
                            new TensorName(
                                    node.name(), node.spec().outputNames().get(0)))
                    : List.of(new TensorName(
                            node.name(), node.spec().outputNames().get(i)));
            for (TensorName wire : wires) {
                values.put(wire, outputs.get(i));
                if (node.outputTypes().get(i).masked()) {
                    context.outputMask().ifPresent(mask -> masks.put(wire, mask));
                }
            }
        }
    }

    private Var weight(String path, ArrayType type) {
        return weights.computeIfAbsent(path, key -> source.weight(key, type));
    }

    private Var seedOfDraws() {
        Var seed = source.dropoutSeed();
        dropoutSeed = Optional.of(seed);
        return seed;
    }

    /** What the code of one layer sees. */
    private final class Context implements LayerContext, CodeObserver {
        private final Node node;
        private List<Weight> own = List.of();
        private Optional<Var> stated = Optional.empty();
        private boolean mindsParts;

        Context(Node node) {
            this.node = node;
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public boolean trainable() {
            return node.trainable();
        }

        @Override
        public Var weight(String name) {
            Weight weight = declared(name);
            List<Integer> sizes = Arrays.stream(weight.shape().sizes())
                    .mapToObj(Math::toIntExact)
                    .toList();
            String path = node.path(weight);
            Var moved = TracedGraph.this.moved.get(path); // by an earlier use of a shared layer in this step
            return moved == null ? TracedGraph.this.weight(path, new ArrayType(DType.FLOAT32, sizes)) : moved;
        }

        @Override
        public Var weight(Weight declared) {
            declarations.add(node, declared);
            return weight(declared.name());
        }

        @Override
        public void addLoss(Var loss) {
            if (loss.rank() > 0) {
                throw new IllegalArgumentException(
                        "a loss is one number, and this is " + loss.type() + ": take its mean() or sum()");
            }
            losses.add(loss);
        }

        private Weight declared(String name) {
            if (own.isEmpty()) {
                own = node.spec().weights(node.inputTypes());
            }
            return own.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .or(() -> declarations.find(node, name))
                    .orElseThrow(() -> new IllegalArgumentException(
                            node.spec().layerName() + " '" + node.name() + "' has no weight '" + name + "'"));
        }

        @Override
        public void assign(String weight, Var value) {
            String path = path(weight, value);
            if (declared(weight).trainable()) {
                throw new IllegalArgumentException("weight '" + path
                        + "' is trained, and the optimizer moves it: what a layer moves itself is a state, and what it"
                        + " gives the optimizer to move on is replaced");
            }
            moved.put(path, value);
            keepsOwnStatistics |= !mindsParts;
        }

        @Override
        public Var replace(String weight, Var value) {
            String path = path(weight, value);
            if (!declared(weight).trainable()) {
                throw new IllegalArgumentException(
                        "weight '" + path + "' is not trained: assign moves it, in place of replace");
            }
            Var old = weight(weight);
            if (!node.trainable()) {
                return old;
            }
            Var replaced = value.withGradient(List.of(old), List::of);
            moved.put(path, replaced);
            keepsOwnStatistics |= !mindsParts;
            return replaced;
        }

        @Override
        public Var carried(String name, List<Integer> shape) {
            if (shape.get(0) != batch) {
                throw new IllegalArgumentException(node.title() + " is stateful and is given " + shape.get(0)
                        + " sequences, in a batch of " + batch + ": expected one of each example");
            }
            ArrayType type = new ArrayType(DType.FLOAT32, shape);
            Var known = carried.computeIfAbsent(carriedPath(name), path -> {
                        Var before = source.carried(path, type)
                                .orElseThrow(() -> new UnsupportedOperationException(node.title()
                                        + " is stateful, and what is called on a tape keeps nothing from call to"
                                        + " call\n"
                                        + "  fix     take its states as inputs and as outputs, with returnState = true"
                                        + " in place of stateful = true"));
                        return new CarriedState(before, before);
                    })
                    .after(); // of an earlier use of a shared layer in this batch, if there was one
            return known.stopGradient();
        }

        @Override
        public void carry(String name, Var value) {
            carried.computeIfPresent(carriedPath(name), (path, state) -> new CarriedState(state.before(), value));
        }

        /** Uses of a shared layer have a stateful layer's states in common, but each its own steps of a sequence. */
        private String carriedPath(String name) {
            return (node.spec().isStateful() ? node.sharing() : node.name()) + "/" + name;
        }

        /** The path of a weight that gets a value of its type. */
        private String path(String weight, Var value) {
            Var old = weight(weight);
            String path = node.path(declared(weight));
            if (!old.type().equals(value.type())) {
                throw new IllegalArgumentException(
                        "weight '" + path + "' is " + old.type() + " and cannot become " + value.type());
            }
            return path;
        }

        @Override
        public int parts() {
            mindsParts = true;
            return share.count();
        }

        @Override
        public Var ofAllParts(Var value) {
            return value.apply(share.gathering());
        }

        @Override
        public Var dropoutMask(double rate, List<Integer> shape) {
            DropoutMask mask = new DropoutMask((float) rate, shape, source.nextDropoutStream(), share.firstOf(shape));
            return source.recorder().record(mask, List.of(seedOfDraws())).get(0);
        }

        @Override
        public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
            RandomNumbers numbers =
                    new RandomNumbers(distribution, shape, source.nextDropoutStream(), share.firstOf(shape));
            return source.recorder().record(numbers, List.of(seedOfDraws())).get(0);
        }

        @Override
        public Optional<Var> mask(int input) {
            return Optional.ofNullable(masks.get(node.inputs().get(input)));
        }

        @Override
        public void maskOutput(Var mask) {
            stated = Optional.of(mask);
        }

        @Override
        public void logits(Var output, ActivationFunction activation, Var logits) {
            activations.put(output.id(), new Prediction(output, activation, logits, Optional.empty()));
        }

        @Override
        public void ran(String path, CodeLayer layer, Class<?> code, List<Var> outputs) {
            ran.add(new Ran(path.isEmpty() ? node.name() : node.name() + "/" + path, layer, code, outputs));
        }

        /** What the layer stated, or the mask of its input. */
        Optional<Var> outputMask() {
            return stated.isPresent() || node.inputs().isEmpty() ? stated : mask(0);
        }
    }
}
