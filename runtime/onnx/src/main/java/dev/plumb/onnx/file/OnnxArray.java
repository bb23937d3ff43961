package dev.plumb.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.io.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** Numbers with a shape, as they lie in the file: they are made when they are asked for. */
public final class OnnxArray {
    private final ElementKind kind;
    private final int[] shape;
    private final int size;
    private final IntToDoubleFunction reals;
    private final IntToLongFunction wholes;

    private OnnxArray(ElementKind kind, int[] shape, int size, IntToDoubleFunction reals, IntToLongFunction wholes) {
        this.kind = kind;
        this.shape = shape;
        this.size = size;
        this.reals = reals;
        this.wholes = wholes;
    }

    /**
     * Finds the numbers of a tensor.
     *
     * @param external the bytes in another file, if it says that they are there
     * @param place what messages call it
     */
    static OnnxArray of(TensorProto tensor, ExternalBytes external, String place) throws FormatException {
        ElementKind kind = ElementKind.of(tensor.getDataType())
                .orElseThrow(() -> new FormatException(place + " has elements of "
                        + ElementKind.nameOf(tensor.getDataType())
                        + ", expected numbers of 8 to 64 bits or truth values"));
        int[] shape = new int[tensor.getDimsCount()];
        long size = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            long length = tensor.getDims(axis);
            if (length < 0 || length > Integer.MAX_VALUE || size * length > Integer.MAX_VALUE) {
                throw new FormatException(
                        place + " has the shape " + tensor.getDimsList() + ", which no array can have");
            }
            shape[axis] = (int) length;
            size *= length;
        }
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return inBytes(kind, shape, size, external.bytes(tensor, place), place);
        }
        if (tensor.hasRawData()) {
            return inBytes(kind, shape, size, tensor.getRawData().asReadOnlyByteBuffer(), place);
        }
        return inFields(kind, shape, size, tensor, place);
    }

    private static OnnxArray inBytes(ElementKind kind, int[] shape, long size, ByteBuffer bytes, String place)
            throws FormatException {
        if (bytes.remaining() != size * kind.bytes()) {
            throw new FormatException(place + " has " + bytes.remaining() + " bytes, expected " + size * kind.bytes()
                    + ": " + size + " elements of " + kind);
        }
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        return new OnnxArray(
                kind, shape, (int) size, index -> kind.real(data, index), index -> kind.whole(data, index));
    }

    private static OnnxArray inFields(ElementKind kind, int[] shape, long size, TensorProto tensor, String place)
            throws FormatException {
        int count =
                switch (kind) {
                    case FLOAT -> tensor.getFloatDataCount();
                    case DOUBLE -> tensor.getDoubleDataCount();
                    case INT64 -> tensor.getInt64DataCount();
                    default -> tensor.getInt32DataCount();
                };
        if (count != size) {
            throw new FormatException(
                    place + " has " + count + " elements, expected " + size + " by its shape " + tensor.getDimsList());
        }
        IntToDoubleFunction reals =
                switch (kind) {
                    case FLOAT -> tensor::getFloatData;
                    case DOUBLE -> tensor::getDoubleData;
                    case FLOAT16 -> index -> ElementKind.ofHalf((short) tensor.getInt32Data(index));
                    case BFLOAT16 -> index -> ElementKind.ofBrain((short) tensor.getInt32Data(index));
                    case INT64 -> tensor::getInt64Data;
                    default -> tensor::getInt32Data;
                };
        return new OnnxArray(
                kind, shape, count, reals, kind == ElementKind.INT64 ? tensor::getInt64Data : tensor::getInt32Data);
    }

    public ElementKind kind() {
        return kind;
    }

    public int[] shape() {
        return shape.clone();
    }

    public int size() {
        return size;
    }

    /** The elements, row by row. */
    public float[] floats() {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) reals.applyAsDouble(i);
        }
        return values;
    }

    /** The elements of a whole type, row by row. */
    public long[] longs() {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = wholes.applyAsLong(i);
        }
        return values;
    }
}
