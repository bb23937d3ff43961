package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.CodeWeights;
import dev.plumb.compile.Execution;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Nesting;
import dev.plumb.graph.build.Summary;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.compose.Part;
import dev.plumb.io.FreezingState;
import dev.plumb.ops.Var;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.train.Losses;
import dev.plumb.train.ModelLoss;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph with weights: predicts, is trained, saved and loaded. The untyped form of the classes that the processor generates; arrays come
 * and go in the order of the graph's inputs and outputs, with the batch axis first.
 *
 * <p>Any number of threads may predict at the same time; more than keep the cores busy wait for their turn. Nothing needs to be closed:
 * native memory belongs to the model and goes with it.
 */
public final class Network {
    private final Graph graph;
    private final Freezing freezing;
    private final WeightStore weights;
    private final Intake intake;
    private final Execution execution = new Execution();
    private final RecurrentStates states;
    private final LayerPatterns stateful;
    private final Precisions precisions;
    private final Recomputation recomputation;
    private final Predictor predictor;
    private final NodeGradients gradients;
    private final NetworkParts parts;
    private final Trainers trainers;

    private Network(Graph graph, long seed, FreezingState freezing, WeightStore weights, Vocabularies vocabularies) {
        this(graph, seed, freezing, weights, vocabularies, Optional.empty());
    }

    private Network(
            Graph graph,
            long seed,
            FreezingState freezing,
            WeightStore weights,
            Vocabularies vocabularies,
            Optional<Backend> backend) {
        this.graph = graph;
        this.freezing = new Freezing(graph, freezing);
        this.weights = weights;
        this.intake = new Intake(graph, vocabularies);
        this.states = new RecurrentStates(graph.name());
        this.stateful = LayerPatterns.ofStateful(graph);
        this.precisions = new Precisions(graph, execution, Precisions::lack);
        this.recomputation = new Recomputation(graph, execution);
        this.gradients = new NodeGradients(graph, weights, execution, vocabularies);
        this.parts = new NetworkParts(this.freezing, weights, intake, execution, states, new TransferNotice());
        this.trainers = new Trainers(this, parts, seed);
        this.predictor = backend.map(other -> new Predictor(
                        graph, weights, execution, intake, states, new BackendPlans(other, this, weights, execution)))
                .orElseGet(() -> new Predictor(graph, weights, execution, intake, states));
    }

    /**
     * A model at its starting weights; the seed decides these, and everything random in training.
     *
     * @throws IllegalArgumentException if one weight takes more than 2^31-1 bytes; all together may take more
     */
    public static Network create(Graph graph, long seed) {
        Objects.requireNonNull(graph, "the graph is null");
        Graph declared = CodeWeights.declared(graph);
        return new Network(
                declared,
                seed,
                FreezingState.NONE,
                WeightStore.initialized(declared, seed),
                new Vocabularies(Map.of()));
    }

    /**
     * A model that has some of its weights in common with other models: they lie in one memory, so each sees what any of them trains. Vocabularies of
     * what shares are common, too, whoever adapts them. The
     * others start as {@link #create(Graph, long)} says. What is frozen, and the state of training, is each model's own.
     *
     * @throws IllegalArgumentException if there is no such part, or a weight is missing in the other model or has another shape there
     */
    public static Network create(Graph graph, long seed, Sharing... sharings) {
        Objects.requireNonNull(sharings, "what is shared is null");
        Objects.requireNonNull(graph, "the graph is null");
        Graph declared = CodeWeights.declared(graph);
        Map<String, WeightStore.Entry> shared = SharedWeights.of(declared, List.of(sharings));
        return new Network(
                declared,
                seed,
                FreezingState.NONE,
                WeightStore.sharing(declared, seed, shared),
                SharedVocabularies.of(declared, List.of(sharings)));
    }

    /** A model at starting weights of a seed that differs each time; {@link #seed()} tells it. */
    public static Network create(Graph graph) {
        return create(graph, new SplittableRandom().nextLong());
    }

    /**
     * A model from a file that {@link #save} wrote, which needs no code but the library's.
     *
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     * @throws IllegalArgumentException if it has layers in code; the message names the first
     */
    public static Network load(Path file) {
        NetworkFile read = NetworkFile.read(file);
        CodeWeights.runnable(NetworkFile.wired(file, read.graph()));
        return loaded(read);
    }

    /**
     * A model of this graph, with weights and state of training from a file that {@link #save} wrote. What may differ between file and graph
     * without changing weights, such as losses and the order of outputs, is as in the graph.
     *
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     * @throws IllegalArgumentException if it holds another architecture; the message names the first difference. Also if the code of its layers has
     *     changed: if they give other numbers now for the examples that the file keeps; the message names the first layer that does
     */
    public static Network load(Path file, Graph expected) {
        Objects.requireNonNull(expected, "the graph is null: without one, use load(file)");
        return loaded(NetworkFile.read(file, CodeWeights.declared(expected)));
    }

    private static Network loaded(NetworkFile file) {
        Network model = new Network(
                file.graph(), file.seed(), file.freezing(), file.weights(), new Vocabularies(file.vocabularies()));
        model.trainers.goOnWith(file.optimizer());
        return model;
    }

    /** The architecture, with what is frozen at the moment. */
    public Graph graph() {
        return freezing.graph();
    }

    /** What the starting weights and everything random in training follow from. */
    public long seed() {
        return trainers.seed();
    }

    /**
     * How many threads one call may divide its work among: in training, evaluation and prediction. Without it, all cores are used where the
     * steps of the work are large, and one thread for a single example and for small work, unless the example is large; others only help with the products of a single row or step while they have nothing
     * else to do. Fewer threads leave cores to other processes, or to other threads that predict at the same time; with 1 no other thread does anything. The number may change the last bits of results.
     *
     * <p>On Linux only; elsewhere it may have no effect.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public void threads(int count) {
        execution.threads().choose(count);
    }

    /** The number that was given to {@link #threads(int)}; empty if the work decides. */
    public OptionalInt threads() {
        return execution.threads().chosen();
    }

    /**
     * In which precision layers compute their products and convolutions, and the gradients of these: in training, evaluation and prediction, from
     * the next call on. Weights, what the optimizer keeps, losses and all other work stay {@link Precision#FLOAT32}, which is what a network begins
     * with. As {@link #threads(int)} it holds for this object alone: no file keeps it, {@link #session} keeps what held when it was made, and
     * layers that are {@linkplain #call called} op by op compute in float32. With a layer in {@link Precision#INT8} there is prediction and evaluation, and no training.
     *
     * @param patterns as of {@link #freeze}; none for all layers. A layer that shares weights goes with the one that owns them
     * @throws IllegalArgumentException if a pattern matches no layer; nothing is changed then
     * @throws UnsupportedOperationException if this processor cannot multiply like that; the message says what it lacks
     */
    public void precision(Precision precision, String... patterns) {
        precisions.set(precision, patterns);
    }

    /** The layers that compute in a precision, by their paths. */
    public SortedSet<String> layersIn(Precision precision) {
        return precisions.layersIn(precision);
    }

    /**
     * Trains with less memory: what is computed inside of these parts is not kept until gradients need it, but computed again then, one part after the other; only
     * what a part gives to others is kept. Losses, gradients and weights are the same to the bit; a step takes longer, by about what the forward pass of these parts takes.
     * Trainers, also those that exist, follow from their next step on. A network begins with the parts that its graph {@linkplain dev.plumb.dsl.Recompute declares}; what is said here
     * takes their place, and belongs to this program: {@link #save} does not write it, and {@link #upTo parts} of the model begin without it.
     *
     * <pre>{@code network.recompute("blocks"); // each repetition by itself}</pre>
     *
     * @param patterns paths of nested models, blocks, repetitions and layers, as of {@link #freeze}. A repetition stands for each of its repetitions; of parts
     *     that lie in one another the outer one counts. They take the place of those that were named before; none: everything is kept again
     * @throws IllegalArgumentException if a pattern matches nothing; the message suggests the nearest. Nothing is changed then
     */
    public void recompute(String... patterns) {
        recomputation.choose(patterns);
    }

    /** The parts that are computed again in training, by their paths. */
    public SortedSet<String> recomputed() {
        return recomputation.parts();
    }

    /**
     * Freezes layers: training does not move their weights any more, a batch normalization among them uses its moving statistics and leaves
     * them as they are. Trainers, also those that exist, follow from their next step on; nothing has to be made anew. The optimizer's
     * state of a frozen layer is kept for when it is trained again. {@link #save} writes what is frozen.
     *
     * @param patterns paths of layers, or of nested models, blocks and repetitions with all layers in them: {@code encoder}; a star
     *     stands for any part of one name, a question mark for one character of it, two stars for any number of names:
     *     {@code stage?/conv*}, {@code encoder/**}
     * @throws IllegalArgumentException if a pattern matches no layer with weights; the message suggests the nearest. Nothing is frozen then
     */
    public void freeze(String... patterns) {
        freezing.freeze(patterns);
    }

    /**
     * Trains layers that were frozen, by {@link #freeze} or by their declaration. The optimizer goes on with what it had for them, or starts
     * if it had nothing.
     *
     * @param patterns as of {@link #freeze}
     * @throws IllegalArgumentException if a pattern matches no layer with weights; nothing is changed then
     */
    public void unfreeze(String... patterns) {
        freezing.unfreeze(patterns);
    }

    /**
     * Trains the last layers again, leaving others as they are: for fine-tuning from the top.
     *
     * @param layers how many; only those with weights that can be trained count, in the order of the graph
     * @throws IllegalArgumentException if there are not so many
     */
    public void unfreezeLast(int layers) {
        freezing.unfreezeLast(layers);
    }

    /** The layers that are frozen, by their paths. */
    public SortedSet<String> frozen() {
        return freezing.frozen();
    }

    /**
     * Multiplies the optimizer's learning rate for some layers, so that those with pretrained weights move slower than a new head. Holds from
     * the next step on, until another factor is given; 1 is the learning rate itself. {@link #save} writes the factors.
     *
     * @param pattern as of {@link #freeze}
     * @param factor above 0
     * @throws IllegalArgumentException if the pattern matches no layer with weights, or the factor makes no sense
     */
    public void learningRateMultiplier(String pattern, double factor) {
        freezing.rate(pattern, factor);
    }

    /** The factors on the learning rate that were given, by layer; 1 for others. */
    public SortedMap<String, Double> learningRateMultipliers() {
        return new TreeMap<>(freezing.now().rates());
    }

    /**
     * The model up to some layers, for their features: a network of its own that has its weights in common with this one, so each sees what
     * the other trains. It begins with what is frozen here now and has a state of training of its own; outputs that this model has keep
     * their losses.
     *
     * @param layers each becomes an output, in this order; a path reaches inside ({@code conv4/2}, the output is then {@code conv4.2})
     * @throws IllegalArgumentException if there is no such layer; the message suggests the nearest
     */
    public Network upTo(String... layers) {
        return part(Part.upTo(graph, List.of(layers)));
    }

    /**
     * The model from a layer on: its output is an input now, of its name. As {@link #upTo} otherwise; inputs remain if they are needed.
     *
     * @param from a layer with one output, not inside of another
     * @param to as of {@link #upTo}
     * @throws IllegalArgumentException if there is no such layer, or the last ones do not need the first
     */
    public Network part(String from, String... to) {
        return part(Part.between(graph, from, List.of(to)));
    }

    private Network part(Graph cut) {
        Graph part = DeclaredWeights.asIn(graph, cut);
        return new Network(
                part,
                seed(),
                SharedWeights.freezing(part, graph, freezing.now()),
                SharedWeights.ofPart(part, graph, weights, seed()),
                intake.vocabularies());
    }

    /**
     * This network with its predictions computed by something else than Plumb's own engine: {@code network.on(OnnxRuntime.cpu())}, of the module {@code plumb-onnxruntime}. Weights and vocabularies are
     * those of this network, so each sees what the other trains; the first prediction after a change takes the weights over anew. What is frozen is so there, too; the state of training is its own.
     *
     * <p>{@link #predict} in inference and {@link #session} go to the backend. All else is done by Plumb's engine as ever: training has one backend. The settings of {@link #threads(int)} and {@link
     * #precision} do not reach the other one, which has its own; a session keeps the weights that it was opened with.
     *
     * @throws IllegalArgumentException if the backend cannot compute what a layer does; the message names the layer and the reason
     */
    public Network on(Backend backend) {
        Objects.requireNonNull(backend, "the backend is null");
        return new Network(graph, seed(), freezing.changes(), weights, intake.vocabularies(), Optional.of(backend));
    }

    /**
     * Lets the layers that are {@code stateful} begin anew, from zeros, with batches of any size: before the first batch of other sequences. They go on from batch to batch
     * otherwise, in {@link Trainer#fit}, {@link Trainer#evaluate} and {@link #predict} alike, which are one stream: what is read between two batches of a training stands between them.
     *
     * <p>The states belong to this object: {@link #save} does not write them, parts and networks that share weights have states of their own, and so has a {@link #session}. Batches of
     * several threads are computed one after the other.
     */
    public void resetStates() {
        states.reset();
    }

    /**
     * As {@link #resetStates()}, of some layers; the others go on, so the size of batches stays.
     *
     * @param patterns as of {@link #freeze}
     * @throws IllegalArgumentException if a pattern matches no stateful layer; nothing is reset then
     */
    public void resetStates(String... patterns) {
        states.reset(stateful.matching(patterns));
    }

    /**
     * The outputs for values of a tape: within a step of one's own, beside other models. Gradients go through it to its inputs, and to its weights by
     * {@link GradientTape#gradients(Var, Network)}; what is frozen is so there, too.
     *
     * @param inputs in the order of the inputs of the model, with the batch axis first
     * @throws InputException if one does not fit its input
     */
    public List<Var> call(GradientTape tape, Var... inputs) {
        return TapeCall.of(freezing.graph(), tape.tape(), weights, List.of(inputs));
    }

    /** What is trained now. */
    Trainability trainability() {
        return freezing.now();
    }

    /** Where the weights lie. */
    WeightStore store() {
        return weights;
    }

    /** Prints {@link #summaryText()}. */
    @SuppressWarnings("SystemOut") // this is what the method is for
    public void summary() {
        System.out.print(summaryText());
    }

    /** Prints {@link #summaryText(Nesting)}. */
    @SuppressWarnings("SystemOut") // this is what the method is for
    public void summary(Nesting nesting) {
        System.out.print(summaryText(nesting));
    }

    /** The table of layers, shapes and parameters as Keras prints it; layers in models and blocks by their paths. */
    public String summaryText() {
        return summaryText(Nesting.PATHS);
    }

    /** The table of layers, shapes and parameters as Keras prints it. */
    public String summaryText(Nesting nesting) {
        return trainers.memory()
                .map(memory -> new Summary(graph(), memory.parameters(), memory.bytes()))
                .orElseGet(() -> Summary.of(graph()))
                .text(nesting);
    }

    /** Draws the graph, by {@link GraphPlot#defaults()}; see {@link #plot(Path, GraphPlot)}. */
    public void plot(Path file) {
        plot(file, GraphPlot.defaults());
    }

    /**
     * Draws the graph, with what is frozen now: {@code .svg}, {@code .png} or {@code .html}, by the ending of the name. The file is written whole or not at all.
     *
     * @throws IllegalStateException if the module that draws is not on the class path; the message has its coordinates
     * @throws IllegalArgumentException if the file has another ending
     * @throws UncheckedIOException if the file cannot be written
     */
    public void plot(Path file, GraphPlot options) {
        Objects.requireNonNull(options, "the options are null: GraphPlot.defaults() are those of plot(file)");
        Drawing.find("plot").graph(graph(), options, file);
    }

    /**
     * The outputs by their names, for inputs by their names.
     *
     * @throws InputException if a name is missing or unknown, or an array does not fit its input
     */
    public Map<String, INDArray> predict(Map<String, INDArray> inputs) {
        return Structure.map(outputNames()).record(predict(ordered(inputs)));
    }

    /**
     * The outputs by their names, with the progress: as {@link #predict(List, Verbosity)}.
     *
     * @throws InputException if a name is missing or unknown, or an array does not fit its input
     */
    public Map<String, INDArray> predict(Map<String, INDArray> inputs, Verbosity verbosity) {
        return Structure.map(outputNames()).record(predict(ordered(inputs), verbosity));
    }

    private List<INDArray> ordered(Map<String, INDArray> inputs) {
        if (inputs == null) {
            throw new InputException("the inputs " + inputNames() + " of model '" + graph.name() + "' are null");
        }
        List<INDArray> given = new ArrayList<>(inputs.values());
        return Arrays.stream(Feed.inputs(graph, inputs.keySet()))
                .mapToObj(given::get)
                .toList();
    }

    /**
     * The outputs for any number of examples.
     *
     * @throws InputException if an array does not fit its input
     */
    public List<INDArray> predict(List<INDArray> inputs) {
        return predictor.predict(inputs);
    }

    /**
     * The outputs for any number of examples, with the progress as {@code predict} of Keras shows it, in steps of 128 examples. Without a verbosity nothing
     * is printed, and nothing is asked for the time.
     *
     * @throws InputException if an array does not fit its input
     */
    public List<INDArray> predict(List<INDArray> inputs, Verbosity verbosity) {
        Objects.requireNonNull(verbosity, "the verbosity is null: SILENT prints nothing");
        return predictor.predict(inputs, Progress.of(verbosity));
    }

    /**
     * The outputs in a phase. {@link Phase#TRAINING} is for estimating how sure a model is (Monte Carlo dropout): dropout is at work, batch
     * normalization uses the statistics of these examples unless its layer is frozen, and all examples are computed at once. Nothing in the
     * model changes: moving statistics stay as they are.
     *
     * @param seed makes the dropout masks, and in either phase the random numbers that layers in code draw: the same seed, the same outputs
     * @throws InputException if an array does not fit its input
     */
    public List<INDArray> predict(List<INDArray> inputs, Phase phase, long seed) {
        Objects.requireNonNull(phase, "the phase is null");
        return phase == Phase.INFERENCE
                ? predictor.predict(inputs, seed)
                : predictor.predictTraining(inputs, seed, freezing.now().frozen());
    }

    /**
     * How an output follows the value of a layer, and that value: for Grad-CAM and the like. In inference mode, for each example by itself.
     *
     * @param output of the model, or any of its layers: so also the one before a softmax
     * @param index of the class, on the last axis of the output
     * @param node a layer, by its path, or an input of floats
     * @throws IllegalArgumentException if there is no such layer or class, or the output does not follow from the layer
     */
    public NodeGradient gradients(List<INDArray> inputs, String output, int index, String node) {
        return gradients.of(inputs, output, index, node);
    }

    /**
     * As {@link #gradients(List, String, int, String)}, of the sum of the output times other numbers.
     *
     * @param upstream of the shape of the output for these examples
     */
    public NodeGradient gradients(List<INDArray> inputs, String output, INDArray upstream, String node) {
        return gradients.of(inputs, output, upstream, node);
    }

    /**
     * The output for one example, for a model with one float32 input and one output, each flattened row by row: the fast way, without any
     * array around the numbers.
     *
     * @throws InputException if the number of values is not that of the input
     * @throws IllegalStateException if the model has other inputs or outputs
     */
    public float[] predict(float[] example) {
        return predictor.flat().predict(example);
    }

    /**
     * As {@link #predict(float[])}, for any number of examples: a row of numbers for each.
     *
     * @throws InputException if the number of values of an example is not that of the input
     */
    public float[][] predict(float[][] examples) {
        return predictor.flat().predict(examples);
    }

    /**
     * A prediction of one example with buffers of its own, prepared now: for who predicts without allocating anything, or several inputs and outputs
     * without arrays.
     *
     * @throws IllegalStateException if the network computes something of its inputs first, as of texts, or was not adapted
     * @throws IllegalArgumentException if a size of the model varies: then {@link #session(int, Map)} is told how large it is
     */
    public Session session() {
        return session(1, Map.of());
    }

    /**
     * As {@link #session()}, for so many examples.
     *
     * @param sizes of the axes that vary, by their names
     */
    public Session session(int examples, Map<String, Integer> sizes) {
        return predictor.session(examples, sizes);
    }

    /**
     * The network as it goes along one sequence step by step, prepared now: for generating texts or numbers one by one, or reading a stream. Of an attention each step sees itself and
     * earlier ones ({@code useCausalMask}); recurrent layers read forwards and return sequences; all other layers compute each step by itself.
     *
     * @param longest how many steps there is to be room for
     * @throws IllegalStateException if a layer needs more of a sequence than a step and those before it (the message names it, and says what to do), or the network computes something of its
     *     inputs first, as of texts, or was not adapted
     * @throws IllegalArgumentException if more than one size of the model varies: then {@link #decodingSession(int, int, Map)} is told the others
     */
    public DecodingSession decodingSession(int longest) {
        return decodingSession(1, longest, Map.of());
    }

    /**
     * As {@link #decodingSession(int)}, for so many sequences side by side. The steps are on the first axis of the inputs: on the one whose size varies, or else on that of the first
     * input with ids or rows. Inputs without it are given as a whole.
     *
     * @param sizes of the axes that vary, by their names, but for that of the steps
     */
    public DecodingSession decodingSession(int examples, int longest, Map<String, Integer> sizes) {
        return predictor.decodingSession(examples, longest, sizes);
    }

    /** As {@link #predict(float[])}, for an int32 input; ids are rows of their embedding's table. */
    public float[] predict(int[] example) {
        return predictor.flat().predict(example);
    }

    /**
     * As {@link #predict(float[])}, for an input of strings: one text, or as many as an example has. What layers make of texts is computed first,
     * then the model runs.
     */
    public float[] predict(String... example) {
        return predictor.flat().predict(example);
    }

    /**
     * What the layers take that run on the processor of numbers: inputs as they are, and what lookups, text vectorization and hashing make of the
     * others, in the order of {@link Graph#fed()}. So {@link #call} is fed, and so one sees what these layers do.
     *
     * @throws InputException if an array does not fit its input
     * @throws IllegalStateException if a layer was not adapted
     */
    public List<INDArray> preprocess(List<INDArray> inputs) {
        return predictor.preprocessed(inputs);
    }

    /**
     * Adapts the layers that learn from data before training: the means and variances of normalizations, the boundaries of discretizations, the
     * vocabularies of lookups and of text vectorization. A layer behind others sees what these make of the data, one behind another that is adapted
     * sees it adapted. What a layer states itself stays. The data are read in batches, once for each layer that stands behind another; no more
     * than a batch is in memory. {@link #save} writes what was found, {@link #load} restores it.
     *
     * <p>Call it before training and with the training data alone: what is held back for evaluation must have no part in it.
     *
     * @param data whose inputs are those of the model; its targets are not looked at
     * @throws InputException if the data do not fit the inputs
     * @throws IllegalArgumentException if no layer can be adapted, or there is nothing to learn
     */
    public void adapt(Dataset<?, ?> data) {
        adapt(data, Adaptation.BATCH);
    }

    /**
     * As {@link #adapt(Dataset)}, in batches of a size: it changes the boundaries of a discretization, within its {@code epsilon}, and the speed.
     */
    public void adapt(Dataset<?, ?> data, int batchSize) {
        adaptation().adapt(data, batchSize, Adapted.layers(graph));
    }

    /**
     * Adapts one layer, anew if it was already.
     *
     * @param layer its path
     * @throws IllegalArgumentException if there is none of that path, or it is none that is adapted to data
     * @throws IllegalStateException if it stands behind a layer that was not adapted
     */
    public void adapt(String layer, Dataset<?, ?> data) {
        adaptation().adapt(data, Adaptation.BATCH, List.of(Adaptation.adaptable(graph, layer)));
    }

    /** As {@link #adapt(Dataset)}, from arrays, in the order of the inputs. */
    public void adapt(List<INDArray> inputs) {
        Objects.requireNonNull(inputs, "the arrays to adapt to are null");
        Structure<INDArray> unread = Structure.single(outputNames().get(0));
        adapt(Dataset.of(Structure.list(inputNames()), inputs, unread, inputs.get(0)));
    }

    private Adaptation adaptation() {
        return new Adaptation(graph, weights, intake, execution);
    }

    /**
     * The vocabulary of a layer: term i has the id i. What stands for the mask and for unknown terms comes first, then the most frequent one.
     *
     * @param layer its path
     * @throws IllegalArgumentException if there is no such layer, or it has no vocabulary
     * @throws IllegalStateException if it was not adapted
     */
    public List<String> vocabulary(String layer) {
        return LayerTerms.of(graph, intake.vocabularies(), layer).terms();
    }

    /**
     * The terms that ids of a layer stand for, as Keras' lookups give them with {@code invert = True}: {@code network.terms("words", ids)}. An id that there is
     * not stands for an unknown term. Those of numbers are in decimals.
     *
     * @param layer its path
     * @param ids whole numbers, of any shape
     * @return strings of the same shape
     * @throws InputException if a number is not whole
     * @throws IllegalArgumentException if there is no such layer, or it has no vocabulary
     * @throws IllegalStateException if it was not adapted
     */
    public INDArray terms(String layer, INDArray ids) {
        Objects.requireNonNull(ids, "the ids are null");
        return LayerTerms.of(graph, intake.vocabularies(), layer).at(ids);
    }

    /** What lookups were adapted to, by the paths of the layers: without the terms of the first ids. Layers that state their vocabulary, or were not adapted, have none. */
    public Map<String, Vocabulary> adaptedVocabularies() {
        return Map.copyOf(intake.vocabularies().now());
    }

    /**
     * Gives a lookup the vocabulary that adapting it would have found: out of a file of another library, or of data that are elsewhere.
     *
     * @param layer its path
     * @param vocabulary without the terms of the first ids
     * @throws IllegalArgumentException if there is no such layer, it states its vocabulary, has no room for so many terms, or weighs terms and the weights are not as many as its ids
     */
    public void setVocabulary(String layer, Vocabulary vocabulary) {
        Objects.requireNonNull(vocabulary, "the vocabulary is null");
        LayerTerms.requireFits(graph, layer, vocabulary);
        intake.vocabularies().set(Map.of(layer, vocabulary));
    }

    /** What lookups were adapted to. */
    Vocabularies vocabularies() {
        return intake.vocabularies();
    }

    /** Copies of the weights by their paths, in the order of the graph: {@code hidden/kernel}. */
    public Map<String, INDArray> weights() {
        return weights.betweenSteps(() -> WeightArrays.copies(weights));
    }

    /**
     * A copy of a weight.
     *
     * @throws IllegalArgumentException if there is none of that path
     */
    public INDArray weight(String path) {
        return weights.betweenSteps(() -> WeightArrays.copy(weights, path));
    }

    /**
     * Gives a weight other values, while another thread trains between two of its steps. Not while another thread predicts.
     *
     * @throws IllegalArgumentException if there is none of that path, or it has another shape
     */
    public void setWeight(String path, INDArray values) {
        weights.runBetweenSteps(() -> WeightArrays.set(weights, path, values));
    }

    /**
     * Takes weights from a file that {@link #save} wrote, of another model: of its layers that match, and with them what those were adapted to. The report says what became of each
     * layer. What code the file's model had, and whether it has changed since, does not matter. The optimizer's state is not touched: {@link #forgetTraining} starts anew.
     *
     * @throws IllegalArgumentException if nothing matches, or shapes differ and these layers are not skipped; nothing is changed then
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     */
    public MatchReport weightsFrom(Path file, Matching matching) {
        return new WeightTransfer(parts).from(NetworkFile.read(file), matching);
    }

    /** As {@link #weightsFrom(Path, Matching)}, from another network: its weights are copied, not shared. */
    public MatchReport weightsFrom(Network other, Matching matching) {
        Objects.requireNonNull(other, "the network to take weights from is null");
        return new WeightTransfer(parts).from(other.parts, matching);
    }

    /** As {@link #weightsFrom(Path, Matching)}, from a safetensors file. */
    public MatchReport weightsFrom(SafetensorsWeights file, Matching matching) {
        Objects.requireNonNull(file, "the file to take weights from is null");
        return new WeightTransfer(parts).from(file, matching);
    }

    /** As {@link #weightsFrom(Path, Matching)}, from anything else that has weights, such as a file of another library. */
    public MatchReport weightsFrom(WeightSource source, Matching matching) {
        Objects.requireNonNull(source, "the source of weights is null");
        return new WeightTransfer(parts).from(source, matching);
    }

    /**
     * Writes graph, seed, weights and the state of training to a file, and what layers in code give for some examples. It is written beside, forced to disk and moved into place: the file is
     * the old one or the new one, never half of one. A file that is replaced keeps its permissions, a symbolic link is followed. An
     * interrupted thread saves as any other, and stays interrupted. While another thread trains, it is saved as it is between two steps; training waits.
     *
     * @throws UncheckedIOException if that fails; the message names the file, the reason and what helps
     */
    public void save(Path file) {
        weights.runBetweenSteps(() -> new NetworkFile(
                        graph,
                        seed(),
                        freezing.changes(),
                        weights,
                        trainers.memory(),
                        intake.vocabularies().now(),
                        Optional.empty())
                .write(file));
    }

    /**
     * Throws unless a file holds what this model is and computes: the graph, the weights to the bit and, if layers are in code, what they gave for the
     * examples that the file keeps. For tests: of a model that was just saved, or of a file that is kept beside its code.
     *
     * @throws IllegalArgumentException with the first difference; also if there is code, and the file is of a Plumb that kept no examples
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     */
    public void verifySaved(Path file) {
        weights.runBetweenSteps(() ->
                SavedCheck.verify(file, graph, weights, intake.vocabularies().now()));
    }

    /** What is done with the weights while nothing changes them. */
    <R> R betweenSteps(Function<WeightStore, R> work) {
        return weights.betweenSteps(() -> work.apply(weights));
    }

    /** A copy of the state of training: of the optimizer of the trainer that trained last, or as a file held it. Empty if nothing was trained. */
    public Optional<SavedOptimizer> optimizer() {
        return weights.betweenSteps(() -> trainers.memory().map(OptimizerMemory::saved));
    }

    /**
     * Takes the state of an optimizer: the next {@linkplain #trainer trainer} with an optimizer of its kind goes on with it. Trainers that exist are not touched.
     *
     * @throws IllegalArgumentException if an array is missing, is of no weight that is trained, or has another shape than its weight; nothing is changed then
     */
    public void optimizerFrom(SavedOptimizer saved) {
        Objects.requireNonNull(saved, "the state of the optimizer is null");
        trainers.goOnWith(Optional.of(OptimizerMemory.of(saved, weights)));
    }

    /**
     * Forgets the state of training, not the weights: the next trainer starts anew, with no steps and no epochs, and what is saved before it
     * trains is a model without such a state.
     */
    public void forgetTraining() {
        trainers.goOnWith(Optional.empty());
    }

    /**
     * A trainer by the losses and metrics that the graph states. Outputs that state no loss are not trained beside others that do, and need
     * no target.
     *
     * <p>A model has one state of training: the optimizer's arrays, the number of steps and of epochs. It is that of the trainer that trained
     * last, and {@link #save} writes it. A new trainer <b>continues</b> from a copy of it if its optimizer is of the same kind, in the same
     * way whether the other trainer was made in this program or before the model was saved and loaded; the settings, such as the learning
     * rate, are those of the new optimizer. A rate that was set in training, by hand or by a callback, goes on if the new optimizer states the
     * rate that the old one stated. Of another kind, or after {@link #forgetTraining}, it starts anew. What a trainer has becomes the
     * model's state with its first step: one that only evaluates changes nothing.
     *
     * @throws IllegalArgumentException if no output states a loss, or the names of the structures are not those of the model
     */
    public <I, T> Trainer<I, T> trainer(Structure<I> inputs, Structure<T> targets, Optimizer optimizer) {
        List<OutputTraining> outputs = new ArrayList<>();
        for (Graph.Output output : graph.outputs()) {
            output.loss()
                    .ifPresent(loss -> outputs.add(
                            new OutputTraining(output.name(), Losses.of(loss), loss.weight(), output.metrics())));
        }
        return trainer(inputs, targets, optimizer, outputs);
    }

    /**
     * A trainer with losses and metrics of its own; an output that is not named is not trained. It continues from the state of training as
     * {@link #trainer(Structure, Structure, Optimizer)} says.
     *
     * @throws IllegalArgumentException if there is no output, or one that is unknown or given twice, a loss or metric does not fit its
     *     output, or the names of the structures are not
     *     those of the model
     */
    public <I, T> Trainer<I, T> trainer(
            Structure<I> inputs, Structure<T> targets, Optimizer optimizer, List<OutputTraining> outputs) {
        TrainedOutputs.require(graph, outputs);
        return trainers.trainer(inputs, targets, optimizer, outputs);
    }

    /**
     * A trainer without a loss of its own, whose steps are given: what the data set has may be anything that the step understands. It continues
     * from the state of training as {@link #trainer(Structure, Structure, Optimizer)} says.
     */
    public <I, T> Trainer<I, T> trainer(
            Structure<I> inputs, Structure<T> targets, Optimizer optimizer, TrainingStep<I, T> step) {
        return trainers.<I, T>trainer(inputs, targets, optimizer, List.of()).step(step);
    }

    /**
     * A trainer without targets: by one loss of inputs and outputs, of which more can be added by {@link Trainer#addLoss}. It continues from the
     * state of training as {@link #trainer(Structure, Structure, Optimizer)} says. Its data sets are made by {@code Dataset.of(structure,
     * inputs)}.
     *
     * @param name of the loss in logs
     */
    public <I> Trainer<I, List<INDArray>> trainer(
            Structure<I> inputs, Optimizer optimizer, String name, ModelLoss loss) {
        Feed.inputs(graph, inputs.names());
        return trainers.<I, List<INDArray>>trainer(inputs, Structure.none(), optimizer, List.of())
                .addLoss(name, 1, loss);
    }

    /** A trainer for lists of arrays, by the losses and metrics that the graph states; a target for each output that states a loss. */
    public Trainer<List<INDArray>, List<INDArray>> trainer(Optimizer optimizer) {
        List<String> trained = graph.outputs().stream()
                .filter(output -> output.loss().isPresent())
                .map(Graph.Output::name)
                .toList();
        return trainer(
                Structure.list(inputNames()), Structure.list(trained.isEmpty() ? outputNames() : trained), optimizer);
    }

    private List<String> inputNames() {
        return graph.inputs().stream().map(Graph.Input::name).toList();
    }

    private List<String> outputNames() {
        return graph.outputs().stream().map(Graph.Output::name).toList();
    }
}
