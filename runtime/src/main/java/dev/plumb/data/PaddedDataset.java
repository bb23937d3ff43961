package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Examples in batches of one length each, see {@link Dataset#padded}. At most a batch for each bucket is held. */
final class PaddedDataset<I, T> extends ComposedDataset<I, T> {
    /** The only bucket where there are no lengths. */
    private static final int LONGEST = 0;

    private final LengthBuckets buckets;
    private final List<Integer> inputs = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();

    PaddedDataset(Dataset<I, T> source, LengthBuckets buckets) {
        super(source);
        this.buckets = buckets;
        List<String> inputNames = inputStructure().names();
        List<String> targetNames = targetStructure().names();
        List<String> known = new ArrayList<>(inputNames);
        known.addAll(targetNames);
        for (String name : buckets.names()) {
            if (!known.contains(name)) {
                throw new InputException("the data set has no input or target '" + name + "'"
                        + Similar.hint(name, known) + ": it has " + known);
            }
            if (inputNames.contains(name)) {
                inputs.add(inputNames.indexOf(name));
            }
            if (targetNames.contains(name)) {
                targets.add(targetNames.indexOf(name));
            }
        }
    }

    /** How many batches there are follows from the lengths. */
    @Override
    public OptionalInt knownSize() {
        return OptionalInt.empty();
    }

    @Override
    public DataReader<Example> examples(Order order) {
        throw new InputException("padded(…) makes batches, and here examples are wanted one by one:"
                + " put it behind what chooses, orders or keeps examples");
    }

    @Override
    public DataReader<List<Example>> exampleBatches(int batchSize, Order order) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1, found " + batchSize);
        }
        return new Padded(source().examples(order), batchSize);
    }

    @Override
    public Split<I, T> split(double validationFraction) {
        return Splits.each(source().split(validationFraction), part -> part.padded(buckets));
    }

    private int length(Example example) {
        int length = 0;
        for (int index : inputs) {
            length = Math.max(
                    length,
                    length(example.inputs().get(index), inputStructure().names().get(index)));
        }
        for (int index : targets) {
            length = Math.max(
                    length,
                    length(
                            example.targets().get(index),
                            targetStructure().names().get(index)));
        }
        return length;
    }

    private static int length(Values values, String name) {
        int[] shape = values.shape();
        if (shape.length == 0) {
            throw new InputException("'" + name + "' has one element an example and no axis to be filled up");
        }
        return shape[0];
    }

    private Example padded(Example example, int length) {
        Example padded = example;
        for (int index : inputs) {
            padded = padded.withInput(index, padded.inputs().get(index).resized(length, buckets.fill()));
        }
        List<Values> weights = new ArrayList<>(example.weights());
        for (int index : targets) {
            if (!weights.isEmpty() && weights.get(index).size() > 1) {
                requireSteps(index, example);
                weights.set(index, weights.get(index).resized(length, 0));
            }
            padded = padded.withTarget(index, padded.targets().get(index).resized(length, buckets.fill()));
        }
        return new Example(padded.inputs(), padded.targets(), weights);
    }

    private void requireSteps(int target, Example example) {
        int weights = example.weights().get(target).shape()[0];
        int steps = example.targets().get(target).shape()[0];
        if (weights != steps) {
            String name = targetStructure().names().get(target);
            throw new InputException("an example has " + weights + " weights for target '" + name
                    + "', whose length is " + steps + ": expected one weight, or one a step");
        }
    }

    private final class Padded implements DataReader<List<Example>> {
        private final DataReader<Example> examples;
        private final int batchSize;
        private final TreeMap<Integer, List<Example>> waiting = new TreeMap<>();
        private long read;
        private boolean atEnd;

        Padded(DataReader<Example> examples, int batchSize) {
            this.examples = examples;
            this.batchSize = batchSize;
        }

        @Override
        public @Nullable List<Example> next() {
            while (!atEnd) {
                Example example = examples.next();
                if (example == null) {
                    atEnd = true;
                } else {
                    int bucket = bucket(length(example));
                    List<Example> batch = waiting.computeIfAbsent(bucket, key -> new ArrayList<>());
                    batch.add(example);
                    if (batch.size() == batchSize) {
                        waiting.remove(bucket);
                        return filled(batch, bucket);
                    }
                }
            }
            Map.Entry<Integer, List<Example>> last = waiting.pollFirstEntry();
            return last == null ? null : filled(last.getValue(), last.getKey());
        }

        private int bucket(int length) {
            long index = read++;
            if (buckets.lengths().isEmpty()) {
                return LONGEST;
            }
            for (int bucket : buckets.lengths()) {
                if (length <= bucket) {
                    return bucket;
                }
            }
            int longest = buckets.lengths().get(buckets.lengths().size() - 1);
            if (!buckets.truncated()) {
                throw new InputException("example " + index + " has a length of " + length + " for " + buckets.names()
                        + ", the longest bucket is " + longest
                        + ": add a longer one, or cut by LengthBuckets.truncate()");
            }
            return longest;
        }

        /** All of the length of their bucket, or of the longest of them, which is at least 1. */
        private List<Example> filled(List<Example> batch, int bucket) {
            int length = bucket == LONGEST
                    ? Math.max(
                            1,
                            batch.stream()
                                    .mapToInt(PaddedDataset.this::length)
                                    .max()
                                    .orElseThrow())
                    : bucket;
            return batch.stream().map(example -> padded(example, length)).toList();
        }

        @Override
        public void close() {
            examples.close();
        }
    }
}
