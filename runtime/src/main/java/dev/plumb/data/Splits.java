package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.weights.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ways to divide a data set into examples for training and for validation. Which example goes where is decided once: a data set that is read as it goes is
 * read through for it, and only that decision stays in memory. A source that is read in order is read in that order by both parts; what shuffles
 * comes after the division.
 */
public final class Splits {
    private Splits() {}

    record Parts<I, T>(Dataset<I, T> training, Dataset<I, T> validation) implements Dataset.Split<I, T> {}

    static <I, T> Dataset.Split<I, T> each(Dataset.Split<I, T> parts, UnaryOperator<Dataset<I, T>> change) {
        return new Parts<>(change.apply(parts.training()), change.apply(parts.validation()));
    }

    /**
     * The last examples are for validation: {@code floor(size * (1 - fraction))} stay for training, as in Keras.
     *
     * @throws InputException if the fraction is not between 0 and 1, or leaves one part empty
     */
    public static <I, T> Dataset.Split<I, T> byShare(Dataset<I, T> data, double fraction) {
        requireShare(fraction);
        int size = data.knownSize().orElseGet(() -> count(data));
        BitSet validation = new BitSet();
        validation.set((int) Math.floor(size * (1 - fraction)), size);
        return parts(data, size, validation, fraction);
    }

    /**
     * A share of the examples of each class, chosen at random, is for validation; at least one of a class that has several. The classes are those of
     * the only target: a number, or the place of the largest of several.
     *
     * @throws InputException if there are several targets, the fraction is not between 0 and 1, or leaves one part empty
     */
    public static <I, T> Dataset.Split<I, T> stratified(Dataset<I, T> data, double fraction, long seed) {
        if (data.targetStructure().names().size() != 1) {
            throw new InputException("a stratified split needs one target with the classes, found "
                    + data.targetStructure().names() + ": byGroup(…) takes any function of an example");
        }
        return ofClasses(data, fraction, seed, example -> classOf(example.target()));
    }

    private static Object classOf(Values target) {
        if (target.isStrings()) {
            return target.stringAt(0);
        }
        int largest = 0;
        for (int i = 1; i < target.size(); i++) {
            largest = target.numberAt(i) > target.numberAt(largest) ? i : largest;
        }
        return target.size() == 1 ? (Object) target.numberAt(0) : (Object) largest;
    }

    private static <I, T> Dataset.Split<I, T> ofClasses(
            Dataset<I, T> data, double fraction, long seed, Function<Example, Object> classes) {
        requireShare(fraction);
        Map<Object, List<Integer>> byClass = new LinkedHashMap<>();
        int size =
                read(data, (index, example) -> byClass.computeIfAbsent(classes.apply(example), key -> new ArrayList<>())
                        .add(index));
        BitSet validation = new BitSet();
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed));
        for (List<Integer> members : byClass.values()) {
            int wanted = (int) Math.round(members.size() * fraction);
            int chosen = members.size() == 1 ? 0 : Math.max(1, Math.min(members.size() - 1, wanted));
            for (int i = 0; i < chosen; i++) {
                int other = random.nextInt(i, members.size());
                validation.set(members.get(other));
                members.set(other, members.get(i));
            }
        }
        return parts(data, size, validation, fraction);
    }

    /**
     * A share of the examples, chosen at random, is for validation.
     *
     * @throws InputException if the fraction is not between 0 and 1, or leaves one part empty
     */
    public static <I, T> Dataset.Split<I, T> random(Dataset<I, T> data, double fraction, long seed) {
        return ofClasses(data, fraction, seed, example -> 0);
    }

    /**
     * Groups that are chosen at random are for validation, as a whole, so that nothing of a patient or a film that was trained on is validated with; as many as
     * come nearest to that share of the examples.
     *
     * @param group what examples that belong together have in common
     * @throws InputException if the fraction is not between 0 and 1, or leaves one part empty
     */
    public static <I, T> Dataset.Split<I, T> byGroup(
            Dataset<I, T> data, double fraction, long seed, Function<Example, ?> group) {
        requireShare(fraction);
        Map<Object, Integer> numbers = new HashMap<>();
        List<Integer> sizes = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        int size = read(data, (index, example) -> {
            int number = numbers.computeIfAbsent(group.apply(example), key -> {
                sizes.add(0);
                return sizes.size() - 1;
            });
            sizes.set(number, sizes.get(number) + 1);
            groups.add(number);
        });
        BitSet chosen = new BitSet();
        double missing = size * fraction;
        for (int number : Order.shuffled(seed, 0).indices(sizes.size())) {
            if (missing - sizes.get(number) > -sizes.get(number) / 2.0) {
                chosen.set(number);
                missing -= sizes.get(number);
            }
        }
        BitSet validation = new BitSet();
        for (int i = 0; i < size; i++) {
            validation.set(i, chosen.get(groups.get(i)));
        }
        return parts(data, size, validation, fraction);
    }

    /**
     * The latest examples are for validation, so that a model is validated with what came after all that it was trained on. Examples of the same time
     * stay together, in training.
     *
     * @param time of an example, in any unit
     * @throws InputException if the fraction is not between 0 and 1, or leaves one part empty
     */
    public static <I, T> Dataset.Split<I, T> byTime(
            Dataset<I, T> data, double fraction, ToDoubleFunction<Example> time) {
        requireShare(fraction);
        List<Double> times = new ArrayList<>();
        int size = read(data, (index, example) -> times.add(requireTime(index, time.applyAsDouble(example))));
        double[] sorted = times.stream().mapToDouble(each -> each).toArray();
        Arrays.sort(sorted);
        double last = size == 0 ? 0 : sorted[Math.max(0, (int) Math.floor(size * (1 - fraction)) - 1)];
        BitSet validation = new BitSet();
        for (int i = 0; i < size; i++) {
            validation.set(i, times.get(i) > last);
        }
        return parts(data, size, validation, fraction);
    }

    private static double requireTime(int index, double time) {
        if (Double.isNaN(time)) {
            throw new InputException("the time of example " + index + " is NaN: expected a number");
        }
        return time;
    }

    private static void requireShare(double fraction) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new InputException(
                    "the validation fraction must be between 0 and 1 (both excluded), found " + fraction);
        }
    }

    private static int count(Dataset<?, ?> data) {
        return read(data, (index, example) -> {});
    }

    /** What is done with an example and its number in the order of the source. */
    @FunctionalInterface
    private interface Look {
        void at(int index, Example example);
    }

    private static int read(Dataset<?, ?> data, Look look) {
        int index = 0;
        try (DataReader<Example> examples = data.examples(Order.sequential())) {
            for (Example example = examples.next(); example != null; example = examples.next()) {
                look.at(index++, example);
            }
        }
        return index;
    }

    private static <I, T> Dataset.Split<I, T> parts(Dataset<I, T> data, int size, BitSet validation, double fraction) {
        int held = validation.cardinality();
        if (held == 0 || held == size) {
            throw new InputException("a validation fraction of " + fraction + " leaves no examples for "
                    + (held == size ? "training" : "validation") + ": there are " + size);
        }
        BitSet training = new BitSet();
        training.set(0, size);
        training.andNot(validation);
        return new Parts<>(part(data, training), part(data, validation));
    }

    private static <I, T> Dataset<I, T> part(Dataset<I, T> data, BitSet chosen) {
        if (data instanceof IndexedDataset<I, T> indexed) {
            int[] indices = chosen.stream().toArray();
            return new NumberedDataset<>(
                    data.inputStructure(),
                    data.targetStructure(),
                    indices.length,
                    index -> indexed.example(indices[index]));
        }
        return new Chosen<>(data, chosen);
    }

    /** The examples of one part, by their numbers in the order of the source. */
    private static final class Chosen<I, T> extends ComposedDataset<I, T> {
        private final BitSet chosen;

        Chosen(Dataset<I, T> source, BitSet chosen) {
            super(source);
            this.chosen = chosen;
        }

        @Override
        public boolean shuffles() {
            return false;
        }

        @Override
        public OptionalInt knownSize() {
            return OptionalInt.of(chosen.cardinality());
        }

        @Override
        public DataReader<Example> examples(Order order) {
            DataReader<Example> examples = source().examples(Order.sequential());
            return new DataReader<>() {
                private int index;

                @Override
                public @Nullable Example next() {
                    Example example = examples.next();
                    while (example != null && !chosen.get(index++)) {
                        example = examples.next();
                    }
                    return example;
                }

                @Override
                public void close() {
                    examples.close();
                }
            };
        }
    }
}
