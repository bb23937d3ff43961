package dev.plumb.array;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An array as rows of float32 or int32 numbers, row-major in native memory, from where batches are gathered. Reads an INDArray's own memory
 * where its layout allows, a converted copy otherwise. Strings are copied to Java's memory.
 */
public final class Rows {
    /** Owns the memory that the buffers look at: must stay reachable while they are used. */
    private final INDArray owner;

    private final String name;
    private final int width;
    /** A buffer over native memory spans less than 2^31 bytes; more rows go to further buffers. */
    private final int rowsPerSegment;

    private final List<FloatBuffer> floats;
    private final List<IntBuffer> ints;

    /** The strings of an array of such, which has no numbers. */
    private final String[] strings;

    private Rows(
            String name,
            INDArray owner,
            int width,
            int rowsPerSegment,
            List<FloatBuffer> floats,
            List<IntBuffer> ints,
            String... strings) {
        this.name = name;
        this.owner = owner;
        this.width = width;
        this.rowsPerSegment = rowsPerSegment;
        this.floats = floats;
        this.ints = ints;
        this.strings = strings;
    }

    /**
     * The rows of an array of rank 1 or more that is not empty.
     *
     * @throws InputException if it holds integers beyond 32 bits or its type is not a number
     */
    public static Rows of(String name, INDArray array) {
        ArrayShapes.requireOpen("'" + name + "'", array);
        if (StringArrays.isOfStrings(array)) {
            String[] strings = StringArrays.values("'" + name + "'", array);
            return new Rows(name, array, strings.length / (int) array.size(0), 1, List.of(), List.of(), strings);
        }
        INDArray owner = rowMajor(converted(name, array));
        long width = owner.length() / owner.size(0);
        if (width > Integer.MAX_VALUE / Float.BYTES) {
            throw new InputException("'" + name + "': one example has " + width + " numbers, at most "
                    + Integer.MAX_VALUE / Float.BYTES + " are possible");
        }
        int rowsPerSegment = (int) (Integer.MAX_VALUE / Float.BYTES / width);
        List<FloatBuffer> floats = new ArrayList<>();
        List<IntBuffer> ints = new ArrayList<>();
        Pointer start = owner.data().pointer();
        for (long row = 0; row < owner.size(0); row += rowsPerSegment) {
            long from = row * width;
            long to = Math.min(row + rowsPerSegment, owner.size(0)) * width;
            if (owner.dataType() == DataType.FLOAT) {
                floats.add(new FloatPointer(start).position(from).limit(to).asBuffer());
            } else {
                ints.add(new IntPointer(start).position(from).limit(to).asBuffer());
            }
        }
        return new Rows(name, owner, (int) width, rowsPerSegment, List.copyOf(floats), List.copyOf(ints));
    }

    private static INDArray converted(String name, INDArray array) {
        DataType type = array.dataType();
        if (type == DataType.FLOAT || type == DataType.INT32) {
            return array;
        }
        if (type.isFPType()) {
            return array.castTo(DataType.FLOAT);
        }
        if (type == DataType.INT64 || type == DataType.UINT64 || type == DataType.UINT32) {
            long least = array.minNumber().longValue();
            long most = array.maxNumber().longValue();
            if (least < Integer.MIN_VALUE || most > Integer.MAX_VALUE) {
                throw new InputException("'" + name + "' holds integers from " + least + " to " + most
                        + ", which do not fit into 32 bits: map ids to smaller ones; where these are numbers and no ids, use"
                        + " castTo(DataType.FLOAT)");
            }
        }
        if (type.isIntType() || type == DataType.BOOL) {
            return array.castTo(DataType.INT32);
        }
        throw new InputException("'" + name + "' holds " + type + ", expected numbers");
    }

    private static INDArray rowMajor(INDArray array) {
        boolean plain = array.ordering() == 'c'
                && !array.isView()
                && array.offset() == 0
                && Shape.hasDefaultStridesForShape(array)
                && array.data().length() == array.length();
        return plain ? array : array.dup('c');
    }

    /** The rows as an array, in the layout and type that they are read from. */
    public INDArray array() {
        return owner;
    }

    /** The number of elements of one row. */
    public int width() {
        return width;
    }

    /** An array of so many rows, all 0, of the same shape and type otherwise. */
    public INDArray zeros(int rows) {
        long[] shape = owner.shape().clone();
        shape[0] = rows;
        return Nd4j.create(owner.dataType(), shape, 'c');
    }

    /** Copies rows {@code first} to {@code first + count - 1}. */
    public void read(int first, int count, FloatBuffer destination) {
        requireOpen();
        try {
            for (int at = 0; at < count; ) {
                int rows = Math.min(count - at, rowsPerSegment - (first + at) % rowsPerSegment);
                copy(first + at, rows, destination, at * width);
                at += rows;
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Copies rows {@code first} to {@code first + count - 1}. */
    public void read(int first, int count, IntBuffer destination) {
        requireOpen();
        try {
            for (int at = 0; at < count; ) {
                int rows = Math.min(count - at, rowsPerSegment - (first + at) % rowsPerSegment);
                copy(first + at, rows, destination, at * width);
                at += rows;
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Copies the rows {@code offset + indices[from]} to {@code offset + indices[from + count - 1]}. */
    public void gather(int offset, int[] indices, int from, int count, FloatBuffer destination) {
        requireOpen();
        try {
            for (int i = 0; i < count; i++) {
                copy(offset + indices[from + i], 1, destination, i * width);
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Copies the rows {@code offset + indices[from]} to {@code offset + indices[from + count - 1]}. */
    public void gather(int offset, int[] indices, int from, int count, IntBuffer destination) {
        requireOpen();
        try {
            for (int i = 0; i < count; i++) {
                copy(offset + indices[from + i], 1, destination, i * width);
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Whether the rows are of strings, and not of numbers. */
    public boolean isOfStrings() {
        return strings.length > 0;
    }

    /** The rows from one on, so many, as an array of its own, or as a view of numbers. */
    public INDArray part(int first, int count) {
        if (first == 0 && count == owner.size(0)) {
            return owner;
        }
        if (!isOfStrings()) {
            return owner.get(NDArrayIndex.interval(first, first + count));
        }
        return stringArray(count, Arrays.copyOfRange(strings, first * width, (first + count) * width));
    }

    /** An array of so many rows of these strings. */
    public INDArray stringArray(int rows, String... values) {
        long[] shape = owner.shape().clone();
        shape[0] = rows;
        return StringArrays.of(values, shape);
    }

    /** Copies the strings of rows {@code first} to {@code first + count - 1}. */
    public void read(int first, int count, String[] destination) {
        requireStrings();
        System.arraycopy(strings, first * width, destination, 0, count * width);
    }

    /** Copies the strings of the rows {@code offset + indices[from]} to {@code offset + indices[from + count - 1]}. */
    public void gather(int offset, int[] indices, int from, int count, String[] destination) {
        requireStrings();
        for (int i = 0; i < count; i++) {
            System.arraycopy(strings, (offset + indices[from + i]) * width, destination, i * width, width);
        }
    }

    private void requireStrings() {
        if (!isOfStrings()) {
            throw new InputException(
                    "'" + name + "' holds " + owner.dataType() + ", expected strings: make it by Texts.of(…)");
        }
    }

    private void requireOpen() {
        if (isOfStrings()) {
            throw new InputException("'" + name + "' holds strings, expected numbers");
        }
        if (owner.wasClosed()) {
            ArrayShapes.requireOpen("'" + name + "'", owner);
        }
    }

    /** Copies rows of one segment. */
    private void copy(int row, int rows, FloatBuffer destination, int at) {
        int from = row % rowsPerSegment * width;
        if (ints.isEmpty()) {
            FloatBuffer source = floats.get(row / rowsPerSegment);
            if (width == 1 && rows == 1) {
                destination.put(at, source.get(from));
            } else {
                destination.put(at, source, from, rows * width);
            }
            return;
        }
        IntBuffer source = ints.get(row / rowsPerSegment);
        for (int i = 0; i < rows * width; i++) {
            destination.put(at + i, source.get(from + i));
        }
    }

    private void copy(int row, int rows, IntBuffer destination, int at) {
        int from = row % rowsPerSegment * width;
        if (floats.isEmpty()) {
            IntBuffer source = ints.get(row / rowsPerSegment);
            if (width == 1 && rows == 1) {
                destination.put(at, source.get(from));
            } else {
                destination.put(at, source, from, rows * width);
            }
            return;
        }
        FloatBuffer source = floats.get(row / rowsPerSegment);
        for (int i = 0; i < rows * width; i++) {
            destination.put(at + i, (int) source.get(from + i));
        }
    }
}
