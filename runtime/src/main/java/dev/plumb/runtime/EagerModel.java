package dev.plumb.runtime;

import dev.plumb.array.ArrayNames;
import dev.plumb.compile.EagerTape;
import dev.plumb.compile.Threads;
import dev.plumb.data.Structure;
import dev.plumb.dsl.Measure;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.io.FitState;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SampleLoss;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model whose wiring depends on values: its {@link #call} is any Java, with loops, conditions and recursion, that calls layers and ops, each of
 * which is executed at once. Layers are fields:
 *
 * <pre>{@code
 * final class TreeClassifier extends EagerModel<Tree, Var> {
 *     private final EagerLayer words = layer("words", Layers.embedding(10_000, 64));
 *     private final EagerLayer classes = layer("classes", Layers.dense(5).activation(SOFTMAX));
 *     ...
 * }
 * }</pre>
 *
 * Weights are made when a layer is first called, or by {@link #build}; they are listed, frozen, saved and loaded by their paths, as those of a
 * {@link Network}. What does not fit is found when it is called, by the checks and in the words of the compiler. It is trained by a {@link Trainer}, or by a
 * loop of one's own with a {@link GradientTape} and an {@link EagerOptimizer}. Several threads may call a model, each on its own tape, while nobody trains it.
 *
 * @param <I> what it is called with: anything
 * @param <O> what it gives: a {@link Var}, or anything made of them
 */
public abstract class EagerModel<I, O> {
    private volatile long seed;
    private final Map<String, EagerLayer> layers = new LinkedHashMap<>();
    private final EagerWeights weights;
    private final Threads threads = new Threads();
    private final EagerKernels kernels = EagerTape.kernels(threads);
    private final AtomicLong tapes = new AtomicLong();

    /** A model whose starting weights differ each time; {@link #seed()} tells their seed. */
    protected EagerModel() {
        this(new SplittableRandom().nextLong());
    }

    /** A model at starting weights that follow from a seed. */
    protected EagerModel(long seed) {
        this.seed = seed;
        this.weights = new EagerWeights(name(), seed);
    }

    /** What it computes. Layers are called with the context, ops on what they give; values may be read and decided by. */
    public abstract O call(EagerContext context, I input);

    /**
     * Declares a layer, a block, or anything else that a graph may have: to be kept in a field.
     *
     * @param name the beginning of its weights' paths
     * @throws IllegalArgumentException if there is a layer of that name
     */
    protected final EagerLayer layer(String name, LayerSpec layer) {
        return declared(new EagerLayer(this, name, layer, Map.of()));
    }

    /** Declares a network as a layer: its weights are those of the network, under this name, wherever they are trained. */
    protected final EagerLayer layer(String name, Network network) {
        Map<String, WeightStore.Entry> shared = new LinkedHashMap<>();
        network.store().entries().forEach(entry -> shared.put(name + "/" + entry.path(), entry));
        return declared(new EagerLayer(this, name, ModelLayer.of(network.graph()), shared));
    }

    /** Declares a generated model as a layer; see {@link #layer(String, Network)}. */
    protected final EagerLayer layer(String name, TypedModel model) {
        return layer(name, model.network());
    }

    private EagerLayer declared(EagerLayer layer) {
        if (layer.name().isEmpty() || layer.name().matches(".*[/.$].*")) {
            throw new IllegalArgumentException("the name of a layer of model '" + name() + "' is '" + layer.name()
                    + "': give it that of its field");
        }
        if (layers.putIfAbsent(layer.name(), layer) != null) {
            throw new IllegalArgumentException("model '" + name() + "' has two layers '" + layer.name()
                    + "': to use one twice, call its field twice; layers are"
                    + " made in fields or the constructor, not in call(…)");
        }
        return layer;
    }

    /** The name of the class; that of a class without one is {@code EagerModel}. */
    public final String name() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? EagerModel.class.getSimpleName() : simple;
    }

    /** What the starting weights, and the dropout masks of its tapes, follow from. */
    public final long seed() {
        return seed;
    }

    /** The layers as they were declared. */
    public final List<EagerLayer> layers() {
        return List.copyOf(layers.values());
    }

    /** A tape on which this model, and others, can be called. Each draws other dropout masks, the same in each run of the program. */
    public final GradientTape tape(Phase phase) {
        return tape(phase, Seeds.derive(seed, tapes.incrementAndGet()));
    }

    /** As {@link #tape(Phase)}, with dropout masks that follow from a seed. */
    public final GradientTape tape(Phase phase, long masks) {
        return new GradientTape(kernels, Objects.requireNonNull(phase, "the phase is null"), (int) Seeds.mix(masks));
    }

    /** Makes the weights of all layers that this input reaches, by calling the model once. */
    public final void build(I input) {
        predict(input, (context, output) -> output);
    }

    /**
     * What is read of the output for an input, without dropout.
     *
     * @param read from values to numbers: the tape is closed afterwards
     */
    public final <R> R predict(I input, BiFunction<EagerContext, O, R> read) {
        try (GradientTape tape = tape(Phase.INFERENCE, 0)) {
            return read.apply(tape.context(), call(tape.context(), input));
        }
    }

    /**
     * The output for an input, without dropout, of a model that gives one float32 value.
     *
     * @throws IllegalStateException if it gives something else
     */
    public final INDArray predict(I input) {
        return predict(input, (context, output) -> context.copy(single(output)));
    }

    private Var single(O output) {
        if (output instanceof Var value) {
            return value;
        }
        throw new IllegalStateException(
                "model '" + name() + "' does not give one Var: say what to read of its output, by"
                        + " predict(input, (context, output) -> …)");
    }

    /**
     * The output for a batch, without dropout, as a {@link Trainer} calls the model: for arrays by {@link EagerInput#array()}.
     *
     * @param input how the model is called
     * @param batch the examples
     * @throws IllegalStateException if the model does not give one Var
     */
    public final <B> INDArray predict(EagerInput<B, I> input, B batch) {
        try (GradientTape tape = tape(Phase.INFERENCE, 0)) {
            EagerContext context = tape.context();
            List<Var> parts = new ArrayList<>();
            for (I example : input.calls(context, batch)) {
                parts.add(single(call(context, example)));
            }
            return context.copy(parts.size() == 1 ? parts.get(0) : Var.concatenated(0, parts));
        }
    }

    /**
     * This model as a plan, if what it does follows from the sizes of its inputs alone; see {@link TracedModel}. For a model that is called with a
     * {@link Var}.
     *
     * @param example of an input, the batch axis first; its numbers do not matter
     * @param others where further axes may have other sizes: examples of these
     * @throws NotStaticException if it decides by values, or does not do the same each time; the message names what decided
     */
    public final TracedModel traced(INDArray example, INDArray... others) {
        List<List<INDArray>> examples = new ArrayList<>();
        examples.add(Collections.singletonList(example));
        for (INDArray other : others) {
            examples.add(Collections.singletonList(other));
        }
        return new TracedModel(name(), TracedCall.of(this, 1), threads, examples);
    }

    /** As {@link #traced(INDArray, INDArray...)}, of a model that is called with a list of {@link Var}: an example is an array for each. */
    @SafeVarargs
    public final TracedModel traced(List<INDArray> example, List<INDArray>... others) {
        return new TracedModel(name(), TracedCall.of(this, example.size()), threads, examples(example, others));
    }

    /**
     * As {@link #traced(INDArray, INDArray...)}, of a model that is called with, or gives, something made of values.
     *
     * @param call from values to values: makes of the inputs what the model takes, calls it, and gives the values that are to come out
     */
    @SafeVarargs
    public final TracedModel traced(
            BiFunction<EagerContext, List<Var>, List<Var>> call, List<INDArray> example, List<INDArray>... others) {
        return new TracedModel(name(), TracedCall.of(name(), call), threads, examples(example, others));
    }

    @SafeVarargs
    private static List<List<INDArray>> examples(List<INDArray> example, List<INDArray>... others) {
        List<List<INDArray>> examples = new ArrayList<>();
        examples.add(example);
        for (List<INDArray> other : others) {
            examples.add(other);
        }
        return examples;
    }

    /**
     * An optimizer for this model: takes steps by gradients. It has a state of its own, so a model may have several.
     *
     * @param rule such as {@code Adam.of(1e-3)}
     */
    public final EagerOptimizer optimizer(Optimizer rule) {
        return new EagerOptimizer(this, Objects.requireNonNull(rule, "the optimizer is null"), threads);
    }

    /**
     * A trainer, as of any model, with its progress, validation, metrics and history, by a loss of the one output.
     *
     * @param input how the examples of a batch become what the model is called with
     * @param loss of the {@link Var} that {@link #call} gives, (batch, …)
     * @return the data sets that it takes have one target, of any name
     */
    public final <B> Trainer<B, INDArray> trainer(
            EagerInput<B, I> input, Optimizer rule, SampleLoss loss, Measure... metrics) {
        OutputTraining output = new OutputTraining("output", loss, 1, List.of(metrics));
        return trainer(input, Structure.single("output"), optimizer(rule), List.of(output));
    }

    /**
     * A trainer for several outputs, by an optimizer of this model, whose state it moves.
     *
     * @param targets how the targets look to the user; with a name for each output that is trained
     * @param outputs how they are trained: of a model that gives a {@link Var}, one; of one that gives a list, in this order; of a map, by their names.
     *     None where steps are one's own
     * @throws IllegalArgumentException if an output has no target, or the optimizer is that of another model
     */
    public final <B, T> Trainer<B, T> trainer(
            EagerInput<B, I> input, Structure<T> targets, EagerOptimizer optimizer, List<OutputTraining> outputs) {
        Objects.requireNonNull(input, "the input is null: EagerInput.array(), arrays(…), examples() or batch()");
        Objects.requireNonNull(outputs, "the outputs are null");
        optimizer.requireOf(this);
        List<String> names = outputs.stream().map(OutputTraining::output).toList();
        ArrayNames.positions("the targets of model '" + name() + "'", targets.names(), names, targets.names());
        return new Trainer<>(new EagerTrainee<>(this, input, targets, optimizer, outputs));
    }

    /** How many threads a large op may divide its work among; see {@link Network#threads(int)}. */
    public final void threads(int count) {
        threads.choose(count);
    }

    /** Copies of the weights of the layers that are built, by their paths: {@code compose/kernel}. */
    public final Map<String, INDArray> weights() {
        return weights.built().isEmpty() ? Map.of() : WeightArrays.copies(store());
    }

    /**
     * A copy of a weight.
     *
     * @throws IllegalArgumentException if there is none of that path
     * @throws IllegalStateException if no layer is built
     */
    public final INDArray weight(String path) {
        return WeightArrays.copy(store(), path);
    }

    /** Gives a weight other values. Throws as {@link #weight}, and if the shape is another. */
    public final void setWeight(String path, INDArray values) {
        WeightArrays.set(store(), path, values);
    }

    /**
     * Stops training layers, as {@link Network#freeze} does.
     *
     * @throws IllegalArgumentException if a pattern matches no layer that is built and has weights
     * @throws IllegalStateException if no layer is built, or not the one that is named
     */
    public final void freeze(String... patterns) {
        known(patterns).freeze(patterns);
        forgetGraphs();
    }

    /** Trains layers again; see {@link #freeze}. */
    public final void unfreeze(String... patterns) {
        known(patterns).unfreeze(patterns);
        forgetGraphs();
    }

    /** The layers that are frozen, by their paths. */
    public final SortedSet<String> frozen() {
        return weights.built().isEmpty() ? new TreeSet<>() : built().freezing().frozen();
    }

    /** Multiplies the learning rate of layers, as {@link Network#learningRateMultiplier} does. */
    public final void learningRateMultiplier(String pattern, double factor) {
        known(pattern).rate(pattern, factor);
    }

    /** Prints {@link #summaryText()}. */
    @SuppressWarnings("SystemOut") // this is what the method is for
    public final void summary() {
        System.out.print(summaryText());
    }

    /**
     * The table of the layers that are built, with shapes of their first call and parameters; layers that are not are listed below. How layers
     * are wired only the code knows.
     */
    public final String summaryText() {
        return EagerSummary.text(this, weights);
    }

    /**
     * Writes the weights by their paths, with what layers they belong to and what is frozen. The code is not saved: the class makes the model,
     * and {@link #load} fills it.
     *
     * @param optimizers of this model, whose state is saved, too; with it, the seed, and how many tapes there were: training goes on from the file as if
     *     it had never stopped
     * @throws IllegalArgumentException if an optimizer is one of another model
     * @throws IllegalStateException if no layer is built
     * @throws UncheckedIOException if that fails; the message names the file and the reason
     */
    public final void save(Path file, EagerOptimizer... optimizers) {
        EagerFile.write(file, this, List.of(optimizers), tapes.get(), Optional.empty());
    }

    /**
     * Takes the weights of a file that {@link #save} wrote. Layers that are not built yet are built as they were there.
     *
     * @param optimizers of this model, which take the state of those that were saved, as many and in the same order; their settings, such as the learning
     *     rate, are their own. With it, the model takes the seed, and how many tapes there were, so that dropout goes on, too
     * @throws IllegalArgumentException if a layer of the file is missing here, or is another one, or the optimizers are not those that were saved; nothing
     *     is changed then
     * @throws UncheckedIOException if the file cannot be read, is damaged, or is not such a file; nothing is changed then, either
     */
    public final void load(Path file, EagerOptimizer... optimizers) {
        EagerFile.read(file, this, weights, List.of(optimizers));
        forgetGraphs();
    }

    /** Writes a backup of a fit. */
    final void backup(Path file, EagerOptimizer optimizer, FitState fit) {
        EagerFile.write(file, this, List.of(optimizer), tapes.get(), Optional.of(fit));
    }

    /** Goes on from a backup; see {@link Trainee#restore}. */
    final FitState restore(Path file, EagerOptimizer optimizer, Consumer<FitState> check) {
        FitState fit = EagerFile.fit(file, optimizer);
        check.accept(fit);
        load(file, optimizer);
        return fit;
    }

    /** Draws from now on what a model would that has this seed, and has begun so many tapes. */
    final void goOn(long otherSeed, long otherTapes) {
        seed = otherSeed;
        weights.startFrom(otherSeed);
        tapes.set(otherTapes);
    }

    final EagerWeights eagerWeights() {
        return weights;
    }

    final EagerWeights.Built built() {
        return weights.built()
                .orElseThrow(() -> new IllegalStateException("model '" + name()
                        + "' has no weights yet: they are made when its layers are first called. Call build(input), or build(shape) of"
                        + " its layers, before"));
    }

    /** What is frozen, to be changed for some layers: only what is built can be. */
    private Freezing known(String... patterns) {
        for (EagerLayer layer : layers.values()) {
            for (String pattern : patterns) {
                boolean named =
                        layer.name().equals(pattern) || String.valueOf(pattern).startsWith(layer.name() + "/");
                if (named && !layer.isBuilt()) {
                    throw new IllegalStateException(
                            "layer '" + layer.name() + "' of model '" + name()
                                    + "' was not called yet and has no weights: call build(input), or build(shape) of the layer, before");
                }
            }
        }
        return built().freezing();
    }

    final WeightStore store() {
        return built().store();
    }

    final Trainability trainability() {
        return built().freezing().now();
    }

    final void forgetGraphs() {
        layers.values().forEach(EagerLayer::forgetGraphs);
    }
}
