package dev.plumb.io;

import dev.plumb.graph.file.SafetensorsHeader;
import dev.plumb.graph.file.TensorHeader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Files of arrays in the safetensors format. */
public final class SafetensorsFile {
    private SafetensorsFile() {}

    /**
     * Reads all arrays, in the order in which they lie in the file. Memory is taken only after the header was found to describe a file of this size.
     *
     * @throws NoSuchFileException if there is none
     * @throws FormatException if it is truncated, damaged, or no such file
     */
    public static List<TensorData> read(Path file) throws IOException {
        return read(file, file.toString());
    }

    /** As {@link #read(Path)}; {@code name} is what messages call the file. */
    public static List<TensorData> read(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, MissingPath.file(file));
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            SafetensorsHeader header = Safetensors.header(in, Long.MAX_VALUE);
            long size = Files.size(file);
            if (header.fileBytes() != size) {
                throw new FormatException("it has " + size + " bytes, its header describes " + header.fileBytes());
            }
            List<TensorData> arrays = new ArrayList<>();
            for (TensorHeader tensor : header.tensors()) {
                ByteBuffer elements = ByteBuffer.allocate((int) tensor.bytes());
                Safetensors.into(tensor, elements, in);
                arrays.add(new TensorData(tensor.name(), tensor.type(), tensor.shape(), elements));
            }
            Safetensors.end(in);
            return arrays;
        } catch (FormatException e) {
            throw new FormatException("'" + name + "' cannot be read as safetensors: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a file beside its place and moves it there when it is complete.
     *
     * @throws IllegalArgumentException if two arrays have one name
     */
    public static void write(Path file, Collection<TensorData> arrays) throws IOException {
        FileReplacement.write(file, out -> Safetensors.write(arrays, out));
    }
}
