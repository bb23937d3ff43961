package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.array.NativeArrays;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of examples that are read one after the other. */
final class ExampleBatches implements ArrayBatches {
    private final List<String> inputNames;
    private final List<String> targetNames;
    private final DataReader<List<Example>> reader;
    private List<Example> batch = List.of();
    private @Nullable List<Example> ahead;
    private boolean isAhead;
    private boolean weighs;
    private long read;

    ExampleBatches(List<String> inputNames, List<String> targetNames, DataReader<List<Example>> reader) {
        this.inputNames = inputNames;
        this.targetNames = targetNames;
        this.reader = reader;
    }

    @Override
    public boolean next() {
        read += batch.size();
        List<Example> next = isAhead ? ahead : reader.next();
        isAhead = false;
        batch = next == null ? List.of() : next;
        if (read == 0 && !batch.isEmpty()) {
            weighs = hasWeights(batch.get(0));
        }
        for (int i = 0; i < batch.size(); i++) {
            check(i);
        }
        return next != null;
    }

    /** The current batch, or before it the first one, which tells what all are like. */
    private List<Example> first() {
        if (batch.isEmpty() && !isAhead) {
            ahead = reader.next();
            isAhead = true;
        }
        List<Example> first = batch.isEmpty() ? ahead : batch;
        return first == null ? List.of() : first;
    }

    /** All examples have all values, and those of a batch have the shapes of its first one. */
    private void check(int index) {
        Example example = batch.get(index);
        check(index, "input", inputNames, Example::inputs);
        check(index, "target", targetNames, Example::targets);
        if (hasWeights(example) != weighs) {
            throw unlikeTheFirst(at(index), weighs);
        }
    }

    /** What is said of an example that has weights where the first one has none, or none where that has some. */
    static InputException unlikeTheFirst(String example, boolean weighs) {
        return new InputException(example + (weighs ? " has no weight" : " has a weight")
                + ", unlike the first one: all examples have weights, or none");
    }

    private void check(int index, String what, List<String> names, Function<Example, List<Values>> values) {
        List<Values> own = values.apply(batch.get(index));
        if (own.size() != names.size()) {
            throw new InputException(
                    at(index) + " has " + own.size() + " " + what + "s, expected one for each of " + names);
        }
        List<Values> first = values.apply(batch.get(0));
        for (int i = 0; i < own.size(); i++) {
            if (!own.get(i).hasShape(first.get(i))) {
                throw new InputException(
                        at(index) + " has the shape " + Values.text(own.get(i).shape()) + " for "
                                + what + " '" + names.get(i) + "', the first of its batch "
                                + Values.text(first.get(i).shape())
                                + ": examples of one batch have one shape; padded(LengthBuckets.of(\"" + names.get(i)
                                + "\", …)) makes it so");
            }
        }
    }

    static boolean hasWeights(Example example) {
        return !example.weights().isEmpty();
    }

    private String at(int index) {
        return "example " + (read + index);
    }

    @Override
    public int size() {
        return batch.size();
    }

    @Override
    public void input(int index, FloatBuffer destination) {
        write("input", inputNames.get(index), example -> example.inputs().get(index), destination);
    }

    @Override
    public void input(int index, IntBuffer destination) {
        write("input", inputNames.get(index), example -> example.inputs().get(index), destination);
    }

    @Override
    public void input(int index, String[] destination) {
        int at = 0;
        for (Example example : batch) {
            Values values = example.inputs().get(index);
            if (!values.isStrings()) {
                throw wrong("input", inputNames.get(index), "strings", values);
            }
            for (int i = 0; i < values.size(); i++) {
                destination[at++] = values.stringAt(i);
            }
        }
    }

    @Override
    public void target(int index, FloatBuffer destination) {
        write("target", targetNames.get(index), example -> example.targets().get(index), destination);
    }

    @Override
    public void target(int index, IntBuffer destination) {
        write("target", targetNames.get(index), example -> example.targets().get(index), destination);
    }

    @Override
    public boolean weighs(int target) {
        List<Example> first = first();
        return !first.isEmpty() && hasWeights(first.get(0));
    }

    @Override
    public long[] weightShape(int target) {
        return batch.get(0).weights().isEmpty()
                ? ArrayBatches.super.weightShape(target)
                : shape(batch.get(0).weights().get(target));
    }

    @Override
    public void weight(int target, FloatBuffer destination) {
        int values = destination.capacity() / Math.max(1, batch.size());
        for (Example example : batch) {
            Values weights = example.weights().get(target);
            if (weights.size() != 1 && weights.size() != values) {
                throw new InputException("the weights of target '" + targetNames.get(target) + "' are " + weights
                        + " for each example, and its loss has " + values + (values == 1 ? " value" : " values")
                        + ": expected one weight, or one a value");
            }
            for (int i = 0; i < values; i++) {
                destination.put(weights.numberAt(weights.size() == 1 ? 0 : i));
            }
        }
    }

    private void write(String what, String name, Function<Example, Values> values, FloatBuffer destination) {
        for (Example example : batch) {
            Values own = values.apply(example);
            if (own.isStrings()) {
                throw wrong(what, name, "numbers", own);
            }
            if (own.elements() instanceof float[] numbers) {
                destination.put(numbers);
            } else {
                for (int i = 0; i < own.size(); i++) {
                    destination.put(own.numberAt(i));
                }
            }
        }
    }

    private void write(String what, String name, Function<Example, Values> values, IntBuffer destination) {
        for (Example example : batch) {
            Values own = values.apply(example);
            if (own.isStrings()) {
                throw wrong(what, name, "numbers", own);
            }
            if (own.elements() instanceof int[] numbers) {
                destination.put(numbers);
            } else {
                for (int i = 0; i < own.size(); i++) {
                    destination.put(own.integerAt(i));
                }
            }
        }
    }

    private static InputException wrong(String what, String name, String expected, Values found) {
        return new InputException(what + " '" + name + "' takes " + expected + ", found " + found);
    }

    @Override
    public INDArray inputArray(int index) {
        return array("input", inputNames.get(index), example -> example.inputs().get(index));
    }

    @Override
    public INDArray targetArray(int index) {
        return array(
                "target", targetNames.get(index), example -> example.targets().get(index));
    }

    @Override
    public boolean isStrings(int index) {
        return batch.get(0).inputs().get(index).isStrings();
    }

    @Override
    public long[] inputShape(int index) {
        return shape(batch.get(0).inputs().get(index));
    }

    @Override
    public long[] targetShape(int index) {
        return shape(batch.get(0).targets().get(index));
    }

    private long[] shape(Values values) {
        int[] own = values.shape();
        long[] shape = new long[own.length + 1];
        shape[0] = batch.size();
        Arrays.setAll(shape, axis -> axis == 0 ? batch.size() : own[axis - 1]);
        return shape;
    }

    private INDArray array(String what, String name, Function<Example, Values> values) {
        Values first = values.apply(batch.get(0));
        int elements = Math.multiplyExact(batch.size(), first.size());
        if (first.isInts()) {
            INDArray array = Nd4j.create(DataType.INT32, shape(first), 'c');
            IntBuffer numbers = IntBuffer.allocate(elements);
            write(what, name, values, numbers);
            NativeArrays.write(numbers.flip(), array);
            return array;
        }
        INDArray array = Nd4j.create(DataType.FLOAT, shape(first), 'c');
        FloatBuffer numbers = FloatBuffer.allocate(elements);
        write(what, name, values, numbers);
        NativeArrays.write(numbers.flip(), array, 0);
        return array;
    }

    @Override
    public void close() {
        batch = List.of();
        reader.close();
    }
}
