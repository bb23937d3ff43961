package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A source of examples with their targets, read in batches as often as there are epochs. {@link #of} is the one for arrays in memory, {@link
 * #generate} and {@link #indexed} are for examples of one's own, {@code dev.plumb.data.source} reads files.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
public interface Dataset<I, T> {
    /**
     * Examples in memory: example i is row i of every array. Nothing is copied from float32 and int32 arrays in row-major order; other
     * arrays are converted once: floating-point types to float32, integers and booleans to int32. Strings are copied.
     *
     * @throws InputException if there are no examples, an array has no axis of examples, or their numbers differ
     */
    static <I, T> ArrayDataset<I, T> of(
            Structure<I> inputStructure, I inputs, Structure<T> targetStructure, T targets) {
        return ArrayDataset.of(inputStructure, inputs, targetStructure, targets);
    }

    /**
     * Examples in memory without targets, for a model whose loss needs none: as {@link #of(Structure, Object, Structure, Object)}.
     *
     * @throws InputException if there are no examples, an array has no axis of examples, or their numbers differ
     */
    static <I> ArrayDataset<I, List<INDArray>> of(Structure<I> inputStructure, I inputs) {
        return ArrayDataset.of(inputStructure, inputs, Structure.none(), List.of());
    }

    /**
     * Examples in memory that are no arrays, such as trees or graphs, with a target each: row i of every target array belongs to example i.
     *
     * @throws InputException if there are no examples, or their number is not that of the targets
     */
    static <E, T> ExampleDataset<E, T> of(List<E> examples, Structure<T> targetStructure, T targets) {
        return ExampleDataset.of(examples, targetStructure, targets);
    }

    /**
     * The examples before and after a cut.
     *
     * @param <I> the inputs as the user sees them
     * @param <T> the targets as the user sees them
     */
    interface Split<I, T> {
        /** The first ones. */
        Dataset<I, T> training();

        /** The last ones. */
        Dataset<I, T> validation();
    }

    /**
     * Cuts off the last examples for validation, as Keras does before any shuffling: sorted data need to be shuffled first.
     *
     * @param validationFraction of the examples; {@code floor(size * (1 - validationFraction))} are kept for training
     * @throws InputException if the fraction is not between 0 and 1, leaves one part empty, or the examples are not in memory
     */
    default Split<I, T> split(double validationFraction) {
        throw new InputException(
                "validationSplit needs examples in memory: give validationData for a data set that is read in batches");
    }

    /** How the inputs look to the user. By these names, and not by their order, they reach the inputs of a model. */
    Structure<I> inputStructure();

    /**
     * How the targets look to the user. By these names they reach the outputs of a model; those of outputs that are not trained are left
     * alone.
     */
    Structure<T> targetStructure();

    /** The number of examples, if it is known before they are read. */
    OptionalInt knownSize();

    /**
     * Starts an epoch.
     *
     * @throws IllegalArgumentException if the batch size is less than 1, or the source cannot be read in this order
     */
    Batches batches(int batchSize, Order order);

    /**
     * Whether {@link #batches} in a shuffled order gives the examples in a new order in each epoch. A source that can be read in one order only
     * does not: {@code Fit.shuffle} is without effect then, which a fit says, and {@link #shuffle(int, long)} shuffles what it reads.
     */
    default boolean shuffles() {
        return true;
    }

    /**
     * Starts an epoch whose examples are read one by one.
     *
     * @throws InputException if the data set gives batches whose shapes are not known
     */
    default DataReader<Example> examples(Order order) {
        return new BatchExamples(inputStructure().names(), targetStructure().names(), batches(1, order));
    }

    /** Starts an epoch whose batches are read as lists of examples; not empty, and of one shape. */
    default DataReader<List<Example>> exampleBatches(int batchSize, Order order) {
        return new GroupedExamples(examples(order), batchSize);
    }

    /**
     * The same examples, each changed: {@code data.map(example -> example.withInput(example.input().map(x -> x / 255)))}. The function may be called
     * by another thread, see {@link #prefetch}, and should be fast: it is called for each example in each epoch, unless {@link #cache} comes after it.
     */
    default Dataset<I, T> map(UnaryOperator<Example> function) {
        return new MappedDataset<>(this, function);
    }

    /**
     * The same examples, each batch of them changed together, such as mixed with each other. Whatever puts examples in another order or leaves some out
     * comes before this.
     */
    default Dataset<I, T> mapBatches(UnaryOperator<List<Example>> function) {
        return new BatchMappedDataset<>(this, function);
    }

    /**
     * The same batches, each example mixed with another of its batch: inputs, targets and weights by one share, drawn for each example from the beta distribution of alpha
     * and alpha (Zhang et al. 2018), as the layer MixUp of Keras does. Inputs are float32; targets are one-hot, probabilities or amounts: class ids become one-hot by
     * {@link Values#oneHot}. What is drawn depends on this seed, and in a shuffled order on that of the fit and the epoch; nothing else. Of what {@link #split} gives only
     * the training part is mixed. Whatever puts examples in another order or leaves some out comes before this.
     *
     * @param alpha above 0: at 0.2 most examples are almost one of the two, at 1 all shares are equally likely
     * @throws InputException if alpha is not above 0
     */
    default Dataset<I, T> mixUp(double alpha, long seed) {
        return new MixedDataset<>(this, new MixUp(alpha), seed);
    }

    /** As {@link #cutMix(double, double, long)}, with a parameter between 0 and this factor. */
    default Dataset<I, T> cutMix(double factor, long seed) {
        return cutMix(0, factor, seed);
    }

    /**
     * The same batches, each image (height, width, channels) with a box of another of its batch in its place, and targets and weights mixed by its area (Yun et al. 2019), as
     * the layer CutMix of Keras does: the share outside of the box is drawn for each example from the beta distribution of alpha and alpha, and alpha for each batch
     * between two bounds. Everything else is as with {@link #mixUp}.
     *
     * @param low the lower bound of alpha, 0 or more
     * @param high the upper bound of alpha, 1 at most; 1 and 1 make all shares equally likely, as in the paper
     * @throws InputException if these are no such bounds
     */
    default Dataset<I, T> cutMix(double low, double high, long seed) {
        return new MixedDataset<>(this, new CutMix(low, high), seed);
    }

    /** The examples that are accepted. Their number is not known before they are read. */
    default Dataset<I, T> filter(Predicate<Example> accepted) {
        return new FilteredDataset<>(this, accepted);
    }

    /**
     * The same examples, shuffled when a fit asks for it, which it does unless {@code Fit.shuffle(false)}: each comes at random out of a buffer of
     * so many, which is filled in the order of the source. An order depends on this seed, on that of the fit, and on the epoch; nothing else.
     *
     * @param buffer the number of examples that are held in memory, at least 1; as many as there are make each order equally likely
     * @throws InputException if the buffer is empty
     */
    default Dataset<I, T> shuffle(int buffer, long seed) {
        return new ShuffledDataset<>(this, buffer, seed);
    }

    /**
     * The first examples in the order of the source, or all if there are less: the same ones in each epoch, so that they can be trained on and what
     * {@link #skip} gives be validated with. They come in a new order if the source shuffles by itself and in the order of the source otherwise, as
     * behind {@link #filter}.
     *
     * @throws InputException if the count is less than 1
     */
    default Dataset<I, T> take(int count) {
        return new TakenDataset<>(this, count);
    }

    /**
     * All but the first examples in the order of the source, the same ones in each epoch: see {@link #take}.
     *
     * @throws InputException if the count is negative
     */
    default Dataset<I, T> skip(int count) {
        return new SkippedDataset<>(this, count);
    }

    /**
     * The examples so many times in an epoch, each time in a new order if they are shuffled.
     *
     * @throws InputException if the count is less than 1
     */
    default Dataset<I, T> repeat(int times) {
        return new RepeatedDataset<>(this, times);
    }

    /**
     * The same examples, which are kept in memory when they were read to their end for the first time: what is expensive before this happens once.
     * From then on each epoch has them in a new random order, if it is shuffled.
     */
    default Dataset<I, T> cache() {
        return new CachedDataset<>(this);
    }

    /**
     * Reads all examples now, to arrays in memory.
     *
     * @throws InputException if there are none, their shapes differ, or targets are strings: {@link #cache} keeps these
     */
    default ArrayDataset<I, T> inMemory() {
        return ExampleArrays.read(this);
    }

    /**
     * The same batches, read ahead by a thread of their own while the model trains. An error or an interrupt of either thread ends both; the thread
     * lives as long as the epoch.
     *
     * @param batches how many are held at most; 2 do for a source whose speed is even
     * @throws InputException if the number is less than 1
     */
    default Dataset<I, T> prefetch(int batches) {
        return new PrefetchedDataset<>(this, batches);
    }

    /**
     * The same examples in batches of one length each, for inputs that differ in their first axis, such as texts.
     *
     * @throws InputException if a name is none of an input or target
     */
    default Dataset<I, T> padded(LengthBuckets buckets) {
        return new PaddedDataset<>(this, buckets);
    }

    /**
     * The same examples as inputs and targets of other types, such as those of a generated class. Names must be the same; where there is only one input,
     * or one target, its name does not matter.
     *
     * @throws InputException if names differ
     */
    default <J, U> Dataset<J, U> as(Structure<J> inputs, Structure<U> targets) {
        return RenamedDataset.of(this, inputs, targets);
    }

    /**
     * Examples that are made or read anew in each epoch: {@code Dataset.generate(Structure.single("x"), Structure.single("y"), () -> lines.iterator())}.
     * An iterator that is {@link AutoCloseable} is closed at the end of its epoch.
     *
     * @param source called once for each epoch
     */
    static <I, T> StreamedDataset<I, T> generate(
            Structure<I> inputs, Structure<T> targets, Supplier<? extends Iterator<Example>> source) {
        return new GeneratedDataset<>(inputs, targets, OptionalInt.empty(), Readers.ofIterators(source));
    }

    /** As {@link #generate(Structure, Structure, Supplier)}, of a known number of examples, which progress and history show. */
    static <I, T> StreamedDataset<I, T> generate(
            Structure<I> inputs, Structure<T> targets, int size, Supplier<? extends Iterator<Example>> source) {
        return new GeneratedDataset<>(inputs, targets, OptionalInt.of(size), Readers.ofIterators(source));
    }

    /** Examples of streams, one for each epoch, which is closed at its end. */
    static <I, T> StreamedDataset<I, T> stream(
            Structure<I> inputs, Structure<T> targets, Supplier<? extends Stream<Example>> source) {
        return new GeneratedDataset<>(inputs, targets, OptionalInt.empty(), Readers.ofStreams(source));
    }

    /** Examples by their numbers, read in any order: {@code Dataset.indexed(x, y, files.size(), i -> read(files.get(i)))}. */
    static <I, T> IndexedDataset<I, T> indexed(
            Structure<I> inputs, Structure<T> targets, int size, IntFunction<Example> example) {
        return new NumberedDataset<>(inputs, targets, size, example);
    }

    /**
     * Rows of numbers with a class label each.
     *
     * @throws InputException if rows differ in length, or there are not as many labels as rows
     */
    static IndexedDataset<INDArray, INDArray> of(String input, float[][] rows, String target, int[] labels) {
        JavaArrays.check(input, rows, row -> row.length, target, labels.length);
        return indexed(
                Structure.single(input),
                Structure.single(target),
                rows.length,
                i -> Example.of(Values.floats(rows[i]), Values.label(labels[i])));
    }

    /**
     * Rows of numbers with rows of numbers as their targets.
     *
     * @throws InputException if rows differ in length, or there are not as many targets as rows
     */
    static IndexedDataset<INDArray, INDArray> of(String input, float[][] rows, String target, float[][] targets) {
        JavaArrays.check(input, rows, row -> row.length, target, targets.length);
        JavaArrays.check(target, targets, row -> row.length, input, rows.length);
        return indexed(
                Structure.single(input),
                Structure.single(target),
                rows.length,
                i -> Example.of(Values.floats(rows[i]), Values.floats(targets[i])));
    }

    /**
     * Rows of numbers with a number each, of shape (1).
     *
     * @throws InputException if rows differ in length, or there are not as many numbers as rows
     */
    static IndexedDataset<INDArray, INDArray> of(String input, float[][] rows, String target, float[] numbers) {
        return of(input, rows, target, JavaArrays.rows(numbers));
    }

    /** As {@link #of(String, float[][], String, float[])}; numbers become float32. */
    static IndexedDataset<INDArray, INDArray> of(String input, double[][] rows, String target, double[] numbers) {
        return of(input, rows, target, JavaArrays.rows(numbers));
    }

    /** As {@link #of(String, float[][], String, int[])}; numbers become float32. */
    static IndexedDataset<INDArray, INDArray> of(String input, double[][] rows, String target, int[] labels) {
        return of(input, JavaArrays.floats(rows), target, labels);
    }

    /** As {@link #of(String, float[][], String, float[][])}; numbers become float32. */
    static IndexedDataset<INDArray, INDArray> of(String input, double[][] rows, String target, double[][] targets) {
        return of(input, JavaArrays.floats(rows), target, JavaArrays.floats(targets));
    }
}
