package dev.plumb.data.source;

import dev.plumb.data.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A {@code .npy} file whose rows are read one by one, in any order and by any number of threads: the file is mapped into memory and may be larger than it.
 * It has to stay as it is while it is used. Row-major only.
 */
public final class NumpyRows {
    /** The most bytes of one mapping, a whole number of rows. */
    private static final long PIECE = 1 << 30;

    private final Path file;
    private final NumpyHeader header;
    private final List<ByteBuffer> pieces;
    private final int rowsOfPiece;
    private final int width;

    private NumpyRows(Path file, NumpyHeader header, List<ByteBuffer> pieces, int rowsOfPiece, int width) {
        this.file = file;
        this.header = header;
        this.pieces = pieces;
        this.rowsOfPiece = rowsOfPiece;
        this.width = width;
    }

    /** See {@link NumpyFile#rows}. */
    static NumpyRows open(Path file) {
        return SourceFile.guarded(file, path -> {
            try (FileChannel channel = FileChannel.open(path)) {
                return mapped(path, channel);
            }
        });
    }

    private static NumpyRows mapped(Path file, FileChannel channel) throws IOException {
        InputStream unbuffered = Channels.newInputStream(channel);
        NumpyHeader header = NumpyHeader.read(unbuffered);
        long[] shape = header.sizes();
        if (shape.length == 0) {
            throw new SourceFile.Malformed("it has one number and no rows");
        }
        if (header.columnMajor() && shape.length > 1) {
            throw new SourceFile.Malformed(
                    "its rows are not stored one after the other (fortran_order): save numpy.ascontiguousarray(array),"
                            + " or read it whole by NumpyFile.read");
        }
        if (shape[0] < 1 || shape[0] > Integer.MAX_VALUE) {
            throw new SourceFile.Malformed("it has " + shape[0] + " rows, expected 1 to 2^31-1");
        }
        int rowBytes = ArrayBytes.size(header.element(), Arrays.copyOfRange(shape, 1, shape.length));
        long expected = header.bytes() + shape[0] * rowBytes;
        if (channel.size() != expected) {
            throw new SourceFile.Malformed("it has " + channel.size() + " bytes, its header describes " + expected);
        }
        int rowsOfPiece = (int) Math.max(1, Math.min(shape[0], PIECE / rowBytes));
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long row = 0; row < shape[0]; row += rowsOfPiece) {
            long rows = Math.min(rowsOfPiece, shape[0] - row);
            pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, header.bytes() + row * rowBytes, rows * rowBytes));
        }
        return new NumpyRows(
                file, header, pieces, rowsOfPiece, rowBytes / header.element().bytes());
    }

    /** The number of rows. */
    public int size() {
        return header.shape().get(0).intValue();
    }

    /** The shape of a row, which is empty if the file has one axis; a copy. */
    public int[] shape() {
        return Arrays.stream(header.sizes()).skip(1).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * A row, from 0 to size - 1: integers and booleans as int32, floating-point numbers as float32.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws UncheckedIOException if it holds a number that does not fit into 32 bits; the message names the file
     */
    public Values row(int index) {
        ByteBuffer row = bytes(Objects.checkIndex(index, size()));
        try {
            return header.element().isFloat() ? floats(row) : ints(row);
        } catch (SourceFile.Malformed e) {
            throw SourceFile.failed(file, "row " + index + ": " + e.getMessage(), e);
        }
    }

    private Values floats(ByteBuffer row) throws SourceFile.Malformed {
        float[] numbers = new float[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = ArrayBytes.number(row, header.element(), i);
        }
        return Values.floats(numbers).shaped(shape());
    }

    private Values ints(ByteBuffer row) throws SourceFile.Malformed {
        int[] numbers = new int[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = ArrayBytes.integer(row, header.element(), i);
        }
        return Values.ints(numbers).shaped(shape());
    }

    private ByteBuffer bytes(int row) {
        int bytes = width * header.element().bytes();
        return pieces.get(row / rowsOfPiece)
                .slice(row % rowsOfPiece * bytes, bytes)
                .order(header.order());
    }
}
