package dev.plumb.graph.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The arrays of a file of weights by their names, of which no element was read: a model that {@code save} wrote ({@code .plumb}), or safetensors.
 *
 * @param isModel whether it is a {@code .plumb} file: its arrays are float32, and nothing else is
 */
public record WeightsHeader(List<TensorHeader> tensors, boolean isModel) {
    /** The entry of a {@code .plumb} file with the weights. */
    public static final String WEIGHTS = "weights.safetensors";

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
    private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M'};

    public WeightsHeader {
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads a file up to the first element of its weights. What it is, its first bytes say.
     *
     * @throws MalformedFileException if it is damaged, or a file of another kind
     */
    public static WeightsHeader read(InputStream file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file);
        in.mark(ZIP.length);
        byte[] magic = in.readNBytes(ZIP.length);
        in.reset();
        if (Arrays.equals(magic, ZIP)) {
            return new WeightsHeader(archived(in), true);
        }
        if (Arrays.equals(magic, HDF5)) {
            throw new MalformedFileException("it is an HDF5 file, as Keras writes: load it once by"
                    + " weightsFrom(KerasWeights.read(file)), of the module plumb-keras, and save the model");
        }
        if (Arrays.equals(magic, NUMPY)) {
            throw new MalformedFileException("it is an array of NumPy, which has no names of weights");
        }
        return new WeightsHeader(
                SafetensorsHeader.read(in, SafetensorsHeader.LARGEST).tensors(), false);
    }

    private static List<TensorHeader> archived(InputStream in) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(WEIGHTS)) {
                    return SafetensorsHeader.read(zip, SafetensorsHeader.LARGEST)
                            .tensors();
                }
                if (entry.getName().equals("model.weights.h5")) {
                    throw new MalformedFileException("it is a .keras file: load it once by"
                            + " weightsFrom(KerasWeights.read(file)), of the module plumb-keras, and save the model");
                }
            }
        } catch (ZipException | IllegalArgumentException e) { // the latter for names that are not UTF-8
            throw new MalformedFileException("it is damaged: " + e.getMessage(), e);
        }
        throw new MalformedFileException("it is a zip file without " + WEIGHTS + ": was it written by save?");
    }
}
