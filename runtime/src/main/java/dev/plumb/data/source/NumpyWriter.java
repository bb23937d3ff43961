package dev.plumb.data.source;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.NativeArrays;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array in NumPy's format, row-major, its elements as they are; of bfloat16, which NumPy has not, as float32. */
final class NumpyWriter {
    private final INDArray array;
    private final byte[] header;

    private NumpyWriter(INDArray array, byte[] header) {
        this.array = array;
        this.header = header;
    }

    /**
     * What is to be written of an array.
     *
     * @throws InputException if NumPy's format has no such elements, or there are none
     */
    static NumpyWriter of(String title, INDArray array) {
        if (array == null) {
            throw new InputException(title + " is null");
        }
        if (array.isEmpty()) {
            throw new InputException(title + " has no elements: its shape is " + ArrayShapes.text(array));
        }
        INDArray rows = (array.dataType() == DataType.BFLOAT16 ? array.castTo(DataType.FLOAT) : array).dup('c');
        return new NumpyWriter(rows, NumpyHeader.written(element(title, rows.dataType()), array.shape()));
    }

    private static ArrayBytes.Element element(String title, DataType type) {
        return switch (type) {
            case FLOAT -> ArrayBytes.Element.FLOAT32;
            case DOUBLE -> ArrayBytes.Element.FLOAT64;
            case HALF -> ArrayBytes.Element.FLOAT16;
            case LONG -> ArrayBytes.Element.INT64;
            case INT -> ArrayBytes.Element.INT32;
            case SHORT -> ArrayBytes.Element.INT16;
            case BYTE -> ArrayBytes.Element.INT8;
            case UBYTE -> ArrayBytes.Element.UINT8;
            case UINT16 -> ArrayBytes.Element.UINT16;
            case UINT32 -> ArrayBytes.Element.UINT32;
            case UINT64 -> ArrayBytes.Element.UINT64;
            case BOOL -> ArrayBytes.Element.BOOL;
            default -> throw new InputException(title + " holds " + type + ": expected numbers or booleans");
        };
    }

    /** How many bytes are written. */
    long bytes() {
        return header.length + array.length() * array.dataType().width();
    }

    /** The checksum of what is written. */
    long checksum() throws IOException {
        CheckedOutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        write(out);
        return out.getChecksum().getValue();
    }

    void write(OutputStream out) throws IOException {
        out.write(header);
        NativeArrays.writeBytes(array, out);
    }
}
