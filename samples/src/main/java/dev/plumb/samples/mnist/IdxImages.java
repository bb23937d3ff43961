package dev.plumb.samples.mnist;

import dev.plumb.samples.data.LabelledImages;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads images and labels in the IDX format of MNIST, plain or compressed with gzip. */
public final class IdxImages {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    private IdxImages() {}

    /**
     * The files {@code <part>-images-idx3-ubyte} and {@code <part>-labels-idx1-ubyte} of a folder.
     *
     * @param part {@code train} or {@code t10k}
     * @throws IOException if they are not there or are no such files
     */
    public static LabelledImages read(Path folder, String part) throws IOException {
        List<Integer> classes = labels(existing(folder, part + "-labels-idx1-ubyte"));
        Path file = existing(folder, part + "-images-idx3-ubyte");
        try (DataInputStream in = open(file)) {
            expect(file, IMAGES, in.readInt());
            int count = in.readInt();
            int height = in.readInt();
            int width = in.readInt();
            if (count != classes.size()) {
                throw new IOException(file + " holds " + count + " images for " + classes.size() + " labels");
            }
            List<float[]> pixels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                pixels.add(scaled(in.readNBytes(height * width)));
                if (pixels.get(i).length < height * width) {
                    throw new IOException(file + " ends within image " + i + " of " + count);
                }
            }
            return new LabelledImages(height, width, pixels, classes);
        }
    }

    private static List<Integer> labels(Path file) throws IOException {
        try (DataInputStream in = open(file)) {
            expect(file, LABELS, in.readInt());
            int count = in.readInt();
            List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                labels.add(in.readUnsignedByte());
            }
            return labels;
        }
    }

    private static float[] scaled(byte[] bytes) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (bytes[i] & 0xff) / 255f;
        }
        return values;
    }

    private static void expect(Path file, int magic, int found) throws IOException {
        if (found != magic) {
            throw new IOException(
                    String.format("%s begins with %08x: an IDX file with %08x was expected", file, found, magic));
        }
    }

    private static Path existing(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        Path compressed = folder.resolve(name + ".gz");
        if (Files.exists(plain)) {
            return plain;
        }
        if (Files.exists(compressed)) {
            return compressed;
        }
        throw new IOException("neither " + plain + " nor " + compressed + " is there");
    }

    private static DataInputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        return new DataInputStream(
                file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in);
    }
}
