package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.weights.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Batches whose examples are mixed with each other, see {@link Dataset#mixUp} and {@link Dataset#cutMix(double, long)}. */
final class MixedDataset<I, T> extends ComposedDataset<I, T> {
    private final Mixing mixing;
    private final long seed;

    MixedDataset(Dataset<I, T> source, Mixing mixing, long seed) {
        super(source);
        this.mixing = mixing;
        this.seed = seed;
    }

    @Override
    public DataReader<Example> examples(Order order) {
        throw new InputException(mixing.name() + "(…) mixes the examples of a batch, and here they are wanted one by"
                + " one: put it behind what chooses, orders or keeps examples");
    }

    @Override
    public DataReader<List<Example>> exampleBatches(int batchSize, Order order) {
        DataReader<List<Example>> batches = source().exampleBatches(batchSize, order);
        SplittableRandom random = new SplittableRandom(Seeds.derive(seed, order.isShuffled() ? order.seed() : 0));
        return new DataReader<>() {
            @Override
            public @Nullable List<Example> next() {
                List<Example> batch = batches.next();
                return batch == null ? null : mixed(batch, random);
            }

            @Override
            public void close() {
                batches.close();
            }
        };
    }

    private List<Example> mixed(List<Example> batch, SplittableRandom random) {
        boolean weighs = ExampleBatches.hasWeights(batch.get(0));
        for (int i = 0; i < batch.size(); i++) {
            requireTargets(batch.get(i), batch.get(0));
            if (ExampleBatches.hasWeights(batch.get(i)) != weighs) {
                throw ExampleBatches.unlikeTheFirst("example " + i + " of a batch", weighs);
            }
        }
        return mixing.mixed(batch, inputStructure().names(), random);
    }

    private void requireTargets(Example example, Example first) {
        for (int i = 0; i < example.targets().size(); i++) {
            Values target = example.targets().get(i);
            String name = targetStructure().names().get(i);
            if (target.isStrings() || isClassIds(target)) {
                throw new InputException(mixing.name() + "(…) mixes targets, and target '" + name + "' has " + target
                        + (!target.isStrings()
                                ? ", which are class ids: between two of them there is none. Make them one-hot in front"
                                        + " of it, map(example -> example.withTarget(" + i + ", example.targets().get("
                                        + i + ").oneHot(classes))), and let the loss be CATEGORICAL_CROSSENTROPY; where"
                                        + " they are amounts, or yes or no, of one output, it is .map(x -> x).shaped(1) in"
                                        + " place of .oneHot(classes)"
                                : ""));
            }
            if (!target.hasShape(first.targets().get(i))) {
                throw new InputException(mixing.name() + "(…) mixes targets of one shape, and those of a batch have "
                        + Values.text(first.targets().get(i).shape()) + " and " + Values.text(target.shape())
                        + " for target '" + name + "'");
            }
        }
    }

    /** Whether a loss takes them for the ids of classes: whole numbers, or a number of shape (), where an amount has the shape (1). */
    private static boolean isClassIds(Values target) {
        return target.shape().length == 0 || (target.isInts() && !isOneHot(target));
    }

    /** Whether whole numbers are shares already: 0 but for a 1. */
    private static boolean isOneHot(Values target) {
        int ones = 0;
        for (int i = 0; i < target.size(); i++) {
            int number = target.integerAt(i);
            if (number != 0 && number != 1) {
                return false;
            }
            ones += number;
        }
        return target.size() > 1 && ones == 1;
    }

    /** What is validated with is not mixed. */
    @Override
    public Split<I, T> split(double validationFraction) {
        Split<I, T> parts = source().split(validationFraction);
        return new Splits.Parts<>(new MixedDataset<>(parts.training(), mixing, seed), parts.validation());
    }
}
