package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples that are no arrays, such as trees, in memory: for models that are called with each by itself, see {@link Dataset#of(List, Structure,
 * Object)}. In batches they go by their numbers, so they are shuffled and split as arrays are.
 *
 * @param <E> an example
 * @param <T> the targets as the user sees them
 */
public final class ExampleDataset<E, T> implements Dataset<List<E>, T> {
    private final List<E> examples;
    private final ArrayDataset<INDArray, T> numbers;

    private ExampleDataset(List<E> examples, ArrayDataset<INDArray, T> numbers) {
        this.examples = examples;
        this.numbers = numbers;
    }

    /** The examples before and after a cut. */
    public record Split<E, T>(ExampleDataset<E, T> training, ExampleDataset<E, T> validation)
            implements Dataset.Split<List<E>, T> {}

    static <E, T> ExampleDataset<E, T> of(List<E> examples, Structure<T> targetStructure, T targets) {
        List<E> kept = List.copyOf(examples);
        if (kept.isEmpty()) {
            throw new InputException("the list of examples is empty: expected at least one");
        }
        INDArray indices = Nd4j.createFromArray(IntStream.range(0, kept.size()).toArray());
        return new ExampleDataset<>(
                kept, ArrayDataset.of(Structure.single("example"), indices, targetStructure, targets));
    }

    /** The number of examples. */
    public int size() {
        return numbers.size();
    }

    @Override
    public Structure<List<E>> inputStructure() {
        return Structure.of(
                List.of("example"),
                list -> {
                    throw noArrays();
                },
                arrays -> {
                    throw noArrays();
                });
    }

    private static InputException noArrays() {
        return new InputException(
                "these examples are no arrays: a trainer that takes them calls the model with each by itself, as one by"
                        + " EagerInput.examples() does");
    }

    @Override
    public Structure<T> targetStructure() {
        return numbers.targetStructure();
    }

    @Override
    public OptionalInt knownSize() {
        return numbers.knownSize();
    }

    /** The batches: {@link #examples(ArrayBatches)} tells which examples one has. */
    @Override
    public ArrayBatches batches(int batchSize, Order order) {
        return numbers.batches(batchSize, order);
    }

    @Override
    public DataReader<Example> examples(Order order) {
        throw new InputException("these examples are no arrays, and what changes or chooses examples works on arrays:"
                + " do it with the list of examples before");
    }

    /** The examples of the current batch of this data set. */
    public List<E> examples(ArrayBatches batches) {
        int[] indices = batches.inputArray(0).toIntVector();
        return IntStream.of(indices).mapToObj(examples::get).toList();
    }

    /** The same examples with weights for the losses of all targets: see {@link ArrayDataset#sampleWeights(INDArray)}. */
    public ExampleDataset<E, T> sampleWeights(INDArray exampleWeights) {
        return new ExampleDataset<>(examples, numbers.sampleWeights(exampleWeights));
    }

    /** The same examples with weights for the loss of one target: see {@link ArrayDataset#sampleWeights(String, INDArray)}. */
    public ExampleDataset<E, T> sampleWeights(String target, INDArray exampleWeights) {
        return new ExampleDataset<>(examples, numbers.sampleWeights(target, exampleWeights));
    }

    @Override
    public Split<E, T> split(double validationFraction) {
        ArrayDataset.Split<INDArray, T> parts = numbers.split(validationFraction);
        return new Split<>(
                new ExampleDataset<>(examples, parts.training()), new ExampleDataset<>(examples, parts.validation()));
    }

    /** Such as {@code 600 examples: Tree -> label (600)}. */
    @Override
    public String toString() {
        return numbers.toString()
                .replace("example (" + size() + ")", examples.get(0).getClass().getSimpleName());
    }
}
