package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What one example has for one input or target: float32 numbers, int32 numbers or strings, row-major, with a shape without the axis of examples.
 * Immutable as long as nobody writes to the array that it was made of: nothing is copied.
 */
public final class Values {
    private final Object elements;
    private final int size;
    private final int[] shape;

    private Values(Object elements, int size, int[] shape) {
        this.elements = elements;
        this.size = size;
        this.shape = shape;
    }

    /** A row of float32 numbers, of shape (n). */
    public static Values floats(float... numbers) {
        return new Values(numbers, numbers.length, new int[] {numbers.length});
    }

    /** A row of int32 numbers, of shape (n). */
    public static Values ints(int... numbers) {
        return new Values(numbers, numbers.length, new int[] {numbers.length});
    }

    /** A row of strings, of shape (n). */
    public static Values strings(String... strings) {
        return new Values(strings, strings.length, new int[] {strings.length});
    }

    /** One float32 number, of shape (). */
    public static Values number(double number) {
        return floats((float) number).shaped();
    }

    /** One int32 number, such as a class label, of shape (). */
    public static Values label(int number) {
        return ints(number).shaped();
    }

    /** One string, of shape (). */
    public static Values text(String string) {
        return strings(string).shaped();
    }

    /** A row of an array. */
    static Values of(Rows rows, int row) {
        int[] shape = Arrays.stream(rows.array().shape())
                .skip(1)
                .mapToInt(Math::toIntExact)
                .toArray();
        if (rows.isOfStrings()) {
            String[] strings = new String[rows.width()];
            rows.read(row, 1, strings);
            return strings(strings).shaped(shape);
        }
        if (rows.array().dataType() == DataType.INT32) {
            int[] numbers = new int[rows.width()];
            rows.read(row, 1, IntBuffer.wrap(numbers));
            return ints(numbers).shaped(shape);
        }
        float[] numbers = new float[rows.width()];
        rows.read(row, 1, FloatBuffer.wrap(numbers));
        return floats(numbers).shaped(shape);
    }

    /**
     * The same elements in another shape.
     *
     * @throws InputException if it has another number of elements
     */
    public Values shaped(int... sizes) {
        long wanted = 1;
        for (int length : sizes) {
            wanted *= length;
        }
        if (wanted != size) {
            throw new InputException("the shape " + text(sizes) + " has " + wanted + " elements, found " + size);
        }
        return new Values(elements, size, sizes.clone());
    }

    /** The shape without the axis of examples; a copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public int size() {
        return size;
    }

    /** Whether these are int32 numbers. */
    public boolean isInts() {
        return elements instanceof int[];
    }

    /** Whether these are strings. */
    public boolean isStrings() {
        return elements instanceof String[];
    }

    /**
     * An element as a number.
     *
     * @throws InputException if these are strings
     */
    public float numberAt(int index) {
        return elements instanceof int[] ints ? ints[index] : elements(float[].class, "float32 numbers")[index];
    }

    /**
     * An element as a whole number; a fraction loses what is behind the point.
     *
     * @throws InputException if these are strings
     */
    public int integerAt(int index) {
        return elements instanceof float[] floats ? (int) floats[index] : elements(int[].class, "int32 numbers")[index];
    }

    /**
     * An element as a string.
     *
     * @throws InputException if these are numbers
     */
    public String stringAt(int index) {
        return elements(String[].class, "strings")[index];
    }

    /** All as float32 numbers with a function applied, of the same shape: {@code pixels.map(x -> x / 255)}. */
    public Values map(DoubleUnaryOperator function) {
        float[] mapped = new float[size];
        for (int i = 0; i < size; i++) {
            mapped[i] = (float) function.applyAsDouble(numberAt(i));
        }
        return new Values(mapped, size, shape);
    }

    /**
     * These class ids as rows of 0 with a 1 at the id, float32: () and (1) give (classes), (n) gives (n, classes).
     *
     * @throws InputException if these are strings, or one is no whole number from 0 on and below the number of classes
     */
    public Values oneHot(int classes) {
        if (classes < 1 || (long) size * classes > Integer.MAX_VALUE) {
            throw new InputException("one-hot rows have 1 class or more, and all of " + size
                    + " ids together less than 2³¹ numbers: found " + classes + " classes");
        }
        float[] rows = new float[size * classes];
        for (int i = 0; i < size; i++) {
            float id = numberAt(i);
            if (!(id >= 0 && id < classes && id == (int) id)) {
                throw new InputException("one-hot rows of " + classes + " classes need ids from 0 to " + (classes - 1)
                        + ", found " + (isInts() ? String.valueOf(integerAt(i)) : String.valueOf(id)));
            }
            rows[i * classes + (int) id] = 1;
        }
        int axes = shape.length > 0 && shape[shape.length - 1] == 1 ? shape.length - 1 : shape.length;
        int[] sizes = Arrays.copyOf(shape, axes + 1);
        sizes[axes] = classes;
        return new Values(rows, rows.length, sizes);
    }

    /** The elements themselves: a float, int or String array. */
    Object elements() {
        return elements;
    }

    /** What messages call these. */
    String kind() {
        return isStrings() ? "strings" : isInts() ? "int32 numbers" : "float32 numbers";
    }

    boolean hasShape(Values other) {
        return Arrays.equals(shape, other.shape);
    }

    private <A> A elements(Class<A> type, String expected) {
        if (!type.isInstance(elements)) {
            throw new InputException("expected " + expected + ", found " + kind());
        }
        return type.cast(elements);
    }

    /**
     * The same with the first axis cut or filled up to a length.
     *
     * @param fill what comes behind the end; for strings always ""
     */
    Values resized(int length, double fill) {
        int width = shape[0] == 0 ? product(1) : size / shape[0];
        int[] sizes = shape.clone();
        sizes[0] = length;
        int count = length * width;
        Object resized;
        if (elements instanceof int[] ints) {
            int[] copy = Arrays.copyOf(ints, count);
            Arrays.fill(copy, Math.min(size, count), count, (int) fill);
            resized = copy;
        } else if (elements instanceof String[] strings) {
            String[] copy = Arrays.copyOf(strings, count);
            Arrays.fill(copy, Math.min(size, count), count, "");
            resized = copy;
        } else {
            float[] copy = Arrays.copyOf((float[]) elements, count);
            Arrays.fill(copy, Math.min(size, count), count, (float) fill);
            resized = copy;
        }
        return new Values(resized, count, sizes);
    }

    private int product(int from) {
        int product = 1;
        for (int axis = from; axis < shape.length; axis++) {
            product *= shape[axis];
        }
        return product;
    }

    static String text(int[] shape) {
        String text = Arrays.toString(shape);
        return "(" + text.substring(1, text.length() - 1) + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Values values
                && Arrays.equals(shape, values.shape)
                && Arrays.deepEquals(new Object[] {elements}, new Object[] {values.elements});
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {elements});
    }

    /** Such as {@code 4 float32 numbers (2, 2)}. */
    @Override
    public String toString() {
        return size + " " + kind() + " " + text(shape);
    }
}
