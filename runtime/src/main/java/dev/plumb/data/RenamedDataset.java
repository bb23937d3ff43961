package dev.plumb.data;

import dev.plumb.array.ArrayNames;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The same examples for other structures, see {@link Dataset#as}. */
final class RenamedDataset<I, T> implements StreamedDataset<I, T> {
    private final Dataset<?, ?> source;
    private final Structure<I> inputs;
    private final Structure<T> targets;
    private final int[] inputPlaces;
    private final int[] targetPlaces;

    private RenamedDataset(
            Dataset<?, ?> source, Structure<I> inputs, Structure<T> targets, int[] inputPlaces, int[] targetPlaces) {
        this.source = source;
        this.inputs = inputs;
        this.targets = targets;
        this.inputPlaces = inputPlaces;
        this.targetPlaces = targetPlaces;
    }

    static <I, T> RenamedDataset<I, T> of(Dataset<?, ?> source, Structure<I> inputs, Structure<T> targets) {
        return new RenamedDataset<>(
                source,
                inputs,
                targets,
                places("the inputs", inputs.names(), source.inputStructure().names()),
                places("the targets", targets.names(), source.targetStructure().names()));
    }

    private static int[] places(String what, List<String> names, List<String> given) {
        return names.size() == 1 && given.size() == 1 ? new int[] {0} : ArrayNames.positions(what, names, names, given);
    }

    @Override
    public Structure<I> inputStructure() {
        return inputs;
    }

    @Override
    public Structure<T> targetStructure() {
        return targets;
    }

    @Override
    public OptionalInt knownSize() {
        return source.knownSize();
    }

    @Override
    public boolean shuffles() {
        return source.shuffles();
    }

    @Override
    public DataReader<Example> examples(Order order) {
        DataReader<Example> examples = source.examples(order);
        return new DataReader<>() {
            @Override
            public @Nullable Example next() {
                Example example = examples.next();
                return example == null ? null : renamed(example);
            }

            @Override
            public void close() {
                examples.close();
            }
        };
    }

    @Override
    public DataReader<List<Example>> exampleBatches(int batchSize, Order order) {
        DataReader<List<Example>> batches = source.exampleBatches(batchSize, order);
        return new DataReader<>() {
            @Override
            public @Nullable List<Example> next() {
                List<Example> batch = batches.next();
                return batch == null
                        ? null
                        : batch.stream().map(RenamedDataset.this::renamed).toList();
            }

            @Override
            public void close() {
                batches.close();
            }
        };
    }

    private Example renamed(Example example) {
        return new Example(
                chosen(example.inputs(), inputPlaces),
                chosen(example.targets(), targetPlaces),
                example.weights().isEmpty() ? List.of() : chosen(example.weights(), targetPlaces));
    }

    private static List<Values> chosen(List<Values> values, int[] places) {
        return Arrays.stream(places).mapToObj(values::get).toList();
    }

    /** Parts are taken before they are renamed, so that a source in memory stays one. */
    @Override
    public Dataset<I, T> take(int count) {
        return of(source.take(count), inputs, targets);
    }

    @Override
    public Dataset<I, T> skip(int count) {
        return of(source.skip(count), inputs, targets);
    }

    @Override
    public Split<I, T> split(double validationFraction) {
        Dataset.Split<?, ?> parts = source.split(validationFraction);
        return new Splits.Parts<>(of(parts.training(), inputs, targets), of(parts.validation(), inputs, targets));
    }
}
