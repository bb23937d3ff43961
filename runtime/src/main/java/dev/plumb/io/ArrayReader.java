package dev.plumb.io;

import dev.plumb.graph.file.SafetensorsHeader;
import dev.plumb.graph.file.TensorHeader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The arrays of an archive whose header was read and compared with what is expected; their elements are yet to be read. */
final class ArrayReader implements Closeable {
    private final InputStream in;
    private final List<TensorHeader> tensors;
    private final Set<String> notFinite;
    private final Set<String> squares;

    private ArrayReader(InputStream in, List<TensorHeader> tensors, Set<String> notFinite, Set<String> squares) {
        this.in = in;
        this.tensors = tensors;
        this.notFinite = notFinite;
        this.squares = squares;
    }

    /**
     * Reads the header.
     *
     * @param size of the entry in bytes
     * @param notFinite the names of the arrays that are meant to hold NaN or infinity
     */
    static ArrayReader open(InputStream in, long size, ExpectedArrays expected, List<String> notFinite)
            throws IOException {
        SafetensorsHeader header = Safetensors.header(in, expected.largestHeader());
        expected.compare(header.tensors());
        if (header.fileBytes() != size) {
            throw new FormatException("it has " + size + " bytes, its header describes " + header.fileBytes());
        }
        for (String name : notFinite) {
            if (!expected.shapes().containsKey(name)) {
                throw new FormatException("'" + name + "' is said to be not finite, but there is no such array");
            }
        }
        return new ArrayReader(in, header.tensors(), new HashSet<>(notFinite), expected.squares());
    }

    /** Reads all elements, each array to where the function says, and compares the checksum. */
    void read(Function<String, ByteBuffer> destinations) throws IOException {
        for (TensorHeader tensor : tensors) {
            ByteBuffer destination = destinations.apply(tensor.name());
            Safetensors.into(tensor, destination, in);
            TensorData data = new TensorData(tensor.name(), tensor.type(), tensor.shape(), destination);
            if (!data.isFinite() && !notFinite.contains(tensor.name())) {
                throw new FormatException("'" + tensor.name() + "' holds NaN or infinity, which it did not when it was"
                        + " saved; copy the file again or save the model again");
            }
            if (squares.contains(tensor.name()) && data.hasNegative()) {
                throw new FormatException("'" + tensor.name() + "' holds numbers below 0, but averages squares; copy"
                        + " the file again or save the model again");
            }
        }
        Safetensors.end(in);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
