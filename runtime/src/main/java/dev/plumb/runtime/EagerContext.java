package dev.plumb.runtime;

import dev.plumb.array.NativeArrays;
import dev.plumb.array.Rows;
import dev.plumb.compile.LayerTape;
import dev.plumb.compile.Targets;
import dev.plumb.dsl.DType;
import dev.plumb.ops.RandomOps;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.train.Prediction;
import dev.plumb.train.SampleLoss;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the code of an {@link EagerModel} sees: arrays go in, and numbers come out, at any time. All values belong to the tape of the context
 * and are freed with it.
 */
public final class EagerContext implements RandomOps {
    private final LayerTape tape;

    EagerContext(LayerTape tape) {
        this.tape = tape;
    }

    LayerTape tape() {
        return tape;
    }

    /** In which phase layers compute. */
    public Phase phase() {
        return tape.training() ? Phase.TRAINING : Phase.INFERENCE;
    }

    @Override
    public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        return tape.random(distribution, shape);
    }

    /** A scalar. */
    public Var constant(float number) {
        return tape.recorder().constant(number);
    }

    /**
     * An array of float32.
     *
     * @param numbers row by row; copied
     * @param shape with the batch axis first where a layer takes it; none for one axis of all numbers
     * @throws IllegalArgumentException if the shape has another number of elements
     */
    public Var floats(float[] numbers, int... shape) {
        return tape.array(type(DType.FLOAT32, numbers.length, shape), numbers);
    }

    /** As {@link #floats}, of whole numbers: ids, classes. */
    public Var ints(int[] numbers, int... shape) {
        return tape.array(type(DType.INT32, numbers.length, shape), numbers);
    }

    private static ArrayType type(DType dtype, int numbers, int... shape) {
        return new ArrayType(
                dtype,
                shape.length == 0
                        ? List.of(numbers)
                        : Arrays.stream(shape).boxed().toList());
    }

    /** A copy of an array of floats or whole numbers, of rank 1 or more. */
    public Var array(INDArray array) {
        Rows rows = Rows.of("array", array);
        int[] shape = LongStream.of(array.shape()).mapToInt(Math::toIntExact).toArray();
        int examples = Math.toIntExact(array.size(0));
        if (rows.array().dataType() == DataType.INT32) {
            IntBuffer numbers = IntBuffer.allocate(examples * rows.width());
            rows.read(0, examples, numbers);
            return ints(numbers.array(), shape);
        }
        FloatBuffer numbers = FloatBuffer.allocate(examples * rows.width());
        rows.read(0, examples, numbers);
        return floats(numbers.array(), shape);
    }

    /** An array of the same number everywhere. */
    public Var fill(float number, int... shape) {
        return tape.recorder()
                .fill(new ArrayType(DType.FLOAT32, Arrays.stream(shape).boxed().toList()), number);
    }

    /**
     * The number of a value that has one element: to decide by.
     *
     * @throws IllegalArgumentException if it has more
     */
    public float number(Var value) {
        if (value.type().elements() != 1) {
            throw new IllegalArgumentException(value + " is more than one number: use numbers(), or reduce it");
        }
        return numbers(value)[0];
    }

    /** A copy of the numbers of a value, row by row. */
    public float[] numbers(Var value) {
        return tape.floats(value);
    }

    /** A copy of the whole numbers of a value, row by row. */
    public int[] wholeNumbers(Var value) {
        return tape.ints(value);
    }

    /** A copy of a float32 value of rank 1 or more, which stays when the tape is closed. */
    public INDArray copy(Var value) {
        INDArray copy = NativeArrays.zeros(value.size(0), value.shape());
        NativeArrays.write(FloatBuffer.wrap(numbers(value)), copy, 0);
        return copy;
    }

    /** The mask that a layer gave to its output, 1 for valid steps and 0 for padding, if there is one. */
    public Optional<Var> mask(Var value) {
        return tape.prediction(value).mask();
    }

    /** The same value with a mask for the layers that take it. */
    public Var masked(Var value, Var mask) {
        tape.mask(value, mask);
        return value;
    }

    /**
     * The mean of a loss over all samples, or over those that the mask of the output calls valid. A cross-entropy on the output of a layer
     * that ended in a softmax or sigmoid works on its logits, as in training by a {@link Trainer}.
     *
     * @param output of a layer, or any other value
     * @param target of the shape of the output; of one axis less, and whole numbers, for sparse losses
     * @return a scalar
     * @throws IllegalArgumentException if the target has another shape or element type: it would be broadcast, and the loss be another one
     */
    public Var loss(SampleLoss loss, Var output, Var target) {
        requireTarget(loss, output, target);
        Prediction prediction = tape.prediction(output);
        return tape.loss(loss, prediction, target);
    }

    private static void requireTarget(SampleLoss loss, Var output, Var target) {
        ArrayType expected = Targets.of(loss, output.shape());
        if (!expected.equals(target.type())) {
            throw new IllegalArgumentException("the loss " + loss.name() + " of an output " + output.type()
                    + " expects a target " + expected + ", got " + target.type());
        }
    }
}
