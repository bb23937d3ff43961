package dev.plumb.data;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.NativeArrays;
import dev.plumb.array.Rows;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Shape;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples in memory, see {@link Dataset#of}. Parts of it share its arrays. */
public final class ArrayDataset<I, T> implements IndexedDataset<I, T> {
    private final Structure<I> inputStructure;
    private final Structure<T> targetStructure;
    private final List<Rows> inputs;
    private final List<Rows> targets;
    private final SampleWeights weights;
    private final int first;
    private final int size;

    private ArrayDataset(
            Structure<I> inputStructure,
            Structure<T> targetStructure,
            List<Rows> inputs,
            List<Rows> targets,
            SampleWeights weights,
            int first,
            int size) {
        this.inputStructure = inputStructure;
        this.targetStructure = targetStructure;
        this.inputs = inputs;
        this.targets = targets;
        this.weights = weights;
        this.first = first;
        this.size = size;
    }

    /** The examples before and after a cut. */
    public record Split<I, T>(ArrayDataset<I, T> training, ArrayDataset<I, T> validation)
            implements Dataset.Split<I, T> {}

    static <I, T> ArrayDataset<I, T> of(
            Structure<I> inputStructure, I inputs, Structure<T> targetStructure, T targets) {
        List<INDArray> inputArrays = inputStructure.arrays(inputs);
        List<INDArray> targetArrays = targetStructure.arrays(targets);
        int size = size(inputStructure.names(), inputArrays, targetStructure.names(), targetArrays);
        return new ArrayDataset<>(
                inputStructure,
                targetStructure,
                rows(inputStructure.names(), inputArrays),
                rows(targetStructure.names(), targetArrays),
                SampleWeights.NONE,
                0,
                size);
    }

    private static int size(
            List<String> inputNames, List<INDArray> inputs, List<String> targetNames, List<INDArray> targets) {
        List<String> found = new ArrayList<>();
        List<INDArray> arrays = new ArrayList<>(inputs);
        arrays.addAll(targets);
        for (int i = 0; i < arrays.size(); i++) {
            String name = i < inputs.size()
                    ? "input '" + inputNames.get(i) + "'"
                    : "target '" + targetNames.get(i - inputs.size()) + "'";
            INDArray array = arrays.get(i);
            ArrayShapes.requireExamples(name, array);
            if (array.size(0) > Integer.MAX_VALUE) {
                throw new InputException(name + " has " + array.size(0) + " examples, at most 2^31-1 are possible");
            }
            found.add(name + " has " + array.size(0) + " " + ArrayShapes.text(array));
        }
        if (arrays.stream().mapToLong(array -> array.size(0)).distinct().count() > 1) {
            throw new InputException("inputs and targets differ in their number of examples (the first axis): "
                    + found.stream().collect(Collectors.joining(", ")));
        }
        return (int) arrays.get(0).size(0);
    }

    private static List<Rows> rows(List<String> names, List<INDArray> arrays) {
        List<Rows> rows = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            rows.add(Rows.of(names.get(i), arrays.get(i)));
        }
        return List.copyOf(rows);
    }

    @Override
    public Structure<I> inputStructure() {
        return inputStructure;
    }

    @Override
    public Structure<T> targetStructure() {
        return targetStructure;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Example example(int index) {
        Objects.checkIndex(index, size);
        return new Example(
                values(inputs, first + index),
                values(targets, first + index),
                weights.of(first + index, targets.size()));
    }

    private static List<Values> values(List<Rows> rows, int row) {
        return rows.stream().map(each -> Values.of(each, row)).toList();
    }

    /** The shapes of the inputs by their names, without the axis of examples. */
    public Map<String, Shape> inputShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        List<String> names = inputStructure.names();
        for (int i = 0; i < names.size(); i++) {
            long[] all = inputs.get(i).array().shape();
            shapes.put(names.get(i), Shape.of(Arrays.copyOfRange(all, 1, all.length)));
        }
        return shapes;
    }

    /** The arrays of the inputs, float32, int32 or strings, in the order of the structure. Views of numbers where this is a part of a data set. */
    public List<INDArray> inputArrays() {
        return arrays(inputs);
    }

    /** The arrays of the targets, float32 or int32, in the order of the structure. Views where this is a part of a data set. */
    public List<INDArray> targetArrays() {
        return arrays(targets);
    }

    private List<INDArray> arrays(List<Rows> rows) {
        return rows.stream().map(each -> each.part(first, size)).toList();
    }

    /**
     * Cuts off the last examples for validation, as Keras does before any shuffling: sorted data need to be shuffled first. The first part
     * keeps {@code floor(size * (1 - validationFraction))} examples.
     *
     * @throws InputException if the fraction is not between 0 and 1, or leaves one part empty
     */
    @Override
    public Split<I, T> split(double validationFraction) {
        if (!(validationFraction > 0 && validationFraction < 1)) {
            throw new InputException(
                    "the validation fraction must be between 0 and 1 (both excluded), found " + validationFraction);
        }
        int training = (int) Math.floor(size * (1 - validationFraction));
        if (training == 0 || training == size) {
            throw new InputException("a validation fraction of " + validationFraction + " leaves no examples for "
                    + (training == 0 ? "training" : "validation") + ": there are " + size);
        }
        return new Split<>(take(training), skip(training));
    }

    /**
     * The first examples.
     *
     * @throws InputException if the count is less than 1 or more than there are
     */
    @Override
    public ArrayDataset<I, T> take(int count) {
        if (count < 1 || count > size) {
            throw new InputException("cannot take " + count + " of " + size + " examples: expected 1 to " + size);
        }
        return part(first, count);
    }

    /**
     * All but the first examples.
     *
     * @throws InputException if the count is negative or leaves none
     */
    @Override
    public ArrayDataset<I, T> skip(int count) {
        if (count < 0 || count >= size) {
            throw new InputException("cannot skip " + count + " of " + size + " examples: expected 0 to " + (size - 1));
        }
        return part(first + count, size - count);
    }

    /**
     * The same examples with weights for the losses of all targets: training and evaluation multiply the loss of an example by its weight. As in
     * Keras the sum is divided by the number of examples, not by that of the weights. Parts that are made of this have their weights.
     *
     * @param exampleWeights (examples), or (examples, time) with a weight for each step of a sequence
     * @throws InputException if they are not as many as there are examples, or not finite
     */
    public ArrayDataset<I, T> sampleWeights(INDArray exampleWeights) {
        ArrayDataset<I, T> weighted = this;
        for (String target : targetStructure.names()) {
            weighted = weighted.sampleWeights(target, exampleWeights);
        }
        return weighted;
    }

    /**
     * The same examples with weights for the loss of one target, see {@link #sampleWeights(INDArray)}; those of others stay.
     *
     * @throws InputException also if there is no such target
     */
    public ArrayDataset<I, T> sampleWeights(String target, INDArray exampleWeights) {
        int place = targetStructure.names().indexOf(target);
        if (place < 0) {
            throw new InputException("there is no target '" + target + "' to weigh"
                    + Similar.hint(String.valueOf(target), targetStructure.names()) + ": there are "
                    + targetStructure.names());
        }
        requireWhole();
        return new ArrayDataset<>(
                inputStructure,
                targetStructure,
                inputs,
                targets,
                weights.with(place, target, exampleWeights, size),
                first,
                size);
    }

    /** A part shares the arrays of the whole, and so it shares its weights. */
    private void requireWhole() {
        if (first != 0 || size != inputs.get(0).array().size(0)) {
            throw new InputException(
                    "this is a part of a data set: give weights to the whole before it is cut, parts keep them");
        }
    }

    private ArrayDataset<I, T> part(int from, int count) {
        return new ArrayDataset<>(inputStructure, targetStructure, inputs, targets, weights, from, count);
    }

    @Override
    public ArrayBatches batches(int batchSize, Order order) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1, found " + batchSize);
        }
        return new Reading(batchSize, order);
    }

    /** Such as {@code 60000 examples: image (60000, 28, 28) -> label (60000)}. */
    @Override
    public String toString() {
        List<String> weighted = weights.names(targetStructure.names());
        return size + " examples: " + describe(inputStructure.names(), inputs)
                + (targets.isEmpty() ? "" : " -> " + describe(targetStructure.names(), targets))
                + (weighted.isEmpty() ? "" : ", weighted for " + String.join(", ", weighted));
    }

    private String describe(List<String> names, List<Rows> rows) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            long[] shape = rows.get(i).array().shape().clone();
            shape[0] = size;
            parts.add(names.get(i) + " " + ArrayShapes.text(shape));
        }
        return String.join(", ", parts);
    }

    private final class Reading implements ArrayBatches {
        private final int batchSize;
        private final int[] indices;
        private int from;
        private int count;

        Reading(int batchSize, Order order) {
            this.batchSize = batchSize;
            this.indices = order.isShuffled() ? order.indices(size) : new int[0];
        }

        @Override
        public boolean next() {
            from += count;
            count = Math.min(batchSize, size - from);
            return count > 0;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public void input(int index, FloatBuffer destination) {
            read(inputs.get(index), destination);
        }

        @Override
        public void input(int index, IntBuffer destination) {
            read(inputs.get(index), destination);
        }

        @Override
        public void input(int index, String[] destination) {
            read(inputs.get(index), destination);
        }

        @Override
        public void target(int index, FloatBuffer destination) {
            read(targets.get(index), destination);
        }

        @Override
        public void target(int index, IntBuffer destination) {
            read(targets.get(index), destination);
        }

        @Override
        public long[] inputShape(int index) {
            return shape(inputs.get(index));
        }

        @Override
        public long[] targetShape(int index) {
            return shape(targets.get(index));
        }

        private long[] shape(Rows rows) {
            long[] shape = rows.array().shape().clone();
            shape[0] = count;
            return shape;
        }

        @Override
        public boolean weighs(int target) {
            return weights.has(target);
        }

        @Override
        public long[] weightShape(int target) {
            long[] shape = weights.shape(target);
            shape[0] = count;
            return shape;
        }

        @Override
        public void weight(int target, FloatBuffer destination) {
            weights.read(target, targetStructure.names().get(target), count, destination, this::read);
        }

        @Override
        public INDArray inputArray(int index) {
            return array(inputs.get(index));
        }

        @Override
        public INDArray targetArray(int index) {
            return array(targets.get(index));
        }

        @Override
        public void close() {
            count = 0;
            from = size;
        }

        private INDArray array(Rows rows) {
            if (rows.isOfStrings()) {
                String[] texts = new String[count * rows.width()];
                read(rows, texts);
                return rows.stringArray(count, texts);
            }
            INDArray batch = rows.zeros(count);
            if (batch.dataType() == DataType.INT32) {
                IntBuffer numbers = IntBuffer.allocate(count * rows.width());
                read(rows, numbers);
                NativeArrays.write(numbers, batch);
            } else {
                FloatBuffer numbers = FloatBuffer.allocate(count * rows.width());
                read(rows, numbers);
                NativeArrays.write(numbers, batch, 0);
            }
            return batch;
        }

        private void read(Rows rows, String[] destination) {
            if (indices.length == 0) {
                rows.read(first + from, count, destination);
            } else {
                rows.gather(first, indices, from, count, destination);
            }
        }

        private void read(Rows rows, FloatBuffer destination) {
            if (indices.length == 0) {
                rows.read(first + from, count, destination);
            } else {
                rows.gather(first, indices, from, count, destination);
            }
        }

        private void read(Rows rows, IntBuffer destination) {
            if (indices.length == 0) {
                rows.read(first + from, count, destination);
            } else {
                rows.gather(first, indices, from, count, destination);
            }
        }
    }
}
