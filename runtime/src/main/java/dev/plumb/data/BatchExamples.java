package dev.plumb.data;

import dev.plumb.array.InputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The examples of a data set that gives batches: each is a batch of one. */
final class BatchExamples implements DataReader<Example> {
    private final int inputs;
    private final int targets;
    private final ArrayBatches batches;

    BatchExamples(List<String> inputs, List<String> targets, Batches batches) {
        this.inputs = inputs.size();
        this.targets = targets.size();
        if (!(batches instanceof ArrayBatches arrays)) {
            batches.close();
            throw new InputException("the data set gives batches without the shapes of their arrays, so its examples"
                    + " cannot be read one by one: let its batches be ArrayBatches, or the data set a StreamedDataset");
        }
        this.batches = arrays;
    }

    @Override
    public @Nullable Example next() {
        if (!batches.next()) {
            return null;
        }
        List<Values> inputValues = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            inputValues.add(batches.isStrings(i) ? strings(i) : values(batches.inputArray(i)));
        }
        List<Values> targetValues = new ArrayList<>();
        List<Values> weights = new ArrayList<>();
        for (int i = 0; i < targets; i++) {
            targetValues.add(values(batches.targetArray(i)));
            weights.add(weight(i));
        }
        boolean weighs = IntStream.range(0, targets).anyMatch(batches::weighs);
        return new Example(inputValues, targetValues, weighs ? weights : List.of());
    }

    /** That of the batches, or 1 if only other targets have weights. */
    private Values weight(int target) {
        if (!batches.weighs(target)) {
            return Values.number(1);
        }
        int[] shape = perExample(batches.weightShape(target));
        float[] weights = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        batches.weight(target, FloatBuffer.wrap(weights));
        return Values.floats(weights).shaped(shape);
    }

    private Values strings(int input) {
        int[] shape = perExample(batches.inputShape(input));
        String[] strings = new String[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        batches.input(input, strings);
        return Values.strings(strings).shaped(shape);
    }

    private static int[] perExample(long[] shape) {
        return Arrays.stream(shape).skip(1).mapToInt(Math::toIntExact).toArray();
    }

    private static Values values(INDArray array) {
        int[] shape = perExample(array.shape());
        return array.dataType() == DataType.INT32
                ? Values.ints(array.reshape(array.length()).toIntVector()).shaped(shape)
                : Values.floats(array.reshape(array.length()).toFloatVector()).shaped(shape);
    }

    @Override
    public void close() {
        batches.close();
    }
}
