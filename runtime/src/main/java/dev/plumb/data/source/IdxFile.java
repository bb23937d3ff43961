package dev.plumb.data.source;

import java.io.InputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays in the IDX format, as those of MNIST and its kin. Two zero bytes, the type of the elements, the number of axes, their sizes as 32-bit numbers
 * with the high byte first, and the elements, row-major (yann.lecun.com/exdb/mnist). A name that ends with {@code .gz} is a gzip file.
 */
public final class IdxFile {
    private static final int MOST_AXES = 8;

    private IdxFile() {}

    /**
     * Reads an array, such as images (60000, 28, 28) or labels (60000): int32 for types of integers, float32 for the others.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read, is no IDX file, or has another size than it says; the message names it
     */
    public static INDArray read(Path file) {
        return SourceFile.read(file, IdxFile::array);
    }

    private static INDArray array(InputStream input) throws IOException {
        byte[] head = SourceFile.bytes(input, Integer.BYTES);
        if (head[0] != 0 || head[1] != 0) {
            throw new SourceFile.Malformed("it is no IDX file: expected two zero bytes at its beginning, found "
                    + Byte.toUnsignedInt(head[0]) + " and " + Byte.toUnsignedInt(head[1])
                    + (head[0] == 0x1F && Byte.toUnsignedInt(head[1]) == 0x8B
                            ? "; it is a gzip file: its name needs to end with .gz"
                            : ""));
        }
        ArrayBytes.Element element = element(head[2]);
        if (head[3] < 1 || head[3] > MOST_AXES) {
            throw new SourceFile.Malformed(
                    "it says that it has " + Byte.toUnsignedInt(head[3]) + " axes, expected 1 to " + MOST_AXES);
        }
        long[] shape = new long[head[3]];
        ByteBuffer sizes = ByteBuffer.wrap(SourceFile.bytes(input, Integer.BYTES * shape.length));
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Integer.toUnsignedLong(sizes.getInt());
        }
        byte[] elements = SourceFile.bytes(input, ArrayBytes.size(element, shape));
        SourceFile.requireEnd(input);
        return ArrayBytes.array(elements, element, ByteOrder.BIG_ENDIAN, shape, false);
    }

    private static ArrayBytes.Element element(byte code) throws SourceFile.Malformed {
        return switch (code) {
            case 0x08 -> ArrayBytes.Element.UINT8;
            case 0x09 -> ArrayBytes.Element.INT8;
            case 0x0B -> ArrayBytes.Element.INT16;
            case 0x0C -> ArrayBytes.Element.INT32;
            case 0x0D -> ArrayBytes.Element.FLOAT32;
            case 0x0E -> ArrayBytes.Element.FLOAT64;
            default -> throw new SourceFile.Malformed("the type of its elements is " + Byte.toUnsignedInt(code)
                    + ", expected 8 (unsigned byte), 9, 11, 12 (integers), 13 (float) or 14 (double)");
        };
    }
}
