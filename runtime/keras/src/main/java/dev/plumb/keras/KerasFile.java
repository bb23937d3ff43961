package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.io.FormatException;
import dev.plumb.keras.model.WrittenVocabulary;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A file of Keras, open: an archive of a description and weights, or one of HDF5. */
final class KerasFile implements AutoCloseable {
    static final String METADATA = "metadata.json";
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.weights.h5";

    static final String VERSION = "keras_version";

    private final Path path;
    private final @Nullable ZipFile archive;
    private final @Nullable HdfFile hdf;

    private KerasFile(Path path, @Nullable ZipFile archive, @Nullable HdfFile hdf) {
        this.path = path;
        this.archive = archive;
        this.hdf = hdf;
    }

    /**
     * Opens a file, what kind of file it is it says itself, and closes it.
     *
     * @param what is read: {@code weights}
     * @throws UncheckedIOException if it cannot be read or is damaged; the message names the file, the place in it and the reason
     */
    static <T> T reading(Path path, String what, Reader<KerasFile, T> reader) {
        return refusing(path, what, path, opened -> {
            try (KerasFile file = open(opened)) {
                return reader.read(file);
            }
        });
    }

    /**
     * Reads something else of a file that is open.
     *
     * @param what is read, as in {@link #reading}
     * @throws UncheckedIOException as there
     */
    <T> T part(String what, Reader<KerasFile, T> reader) {
        return refusing(path, what, this, reader);
    }

    private static <I, T> T refusing(Path path, String what, I input, Reader<I, T> reader) {
        try {
            return reader.read(input);
        } catch (RefusedFile e) { // a part of it was refused
            throw e;
        } catch (IOException e) {
            throw new RefusedFile(refusal(path, what, e.getMessage()), e);
        } catch (NoCounterpartException e) {
            throw e;
        } catch (RuntimeException e) { // jhdf's, of any class, for what it finds in a damaged file
            throw new RefusedFile(
                    refusal(
                            path,
                            what,
                            "it is damaged or no file of Keras"
                                    + (e.getMessage() == null ? "" : ": " + e.getMessage())),
                    new IOException(e));
        } catch (OutOfMemoryError e) { // jhdf's, for a size that a damaged file states
            throw new RefusedFile(
                    refusal(path, what, "it is damaged, or needs more memory than there is"), new IOException(e));
        }
    }

    /** A file whose content does not fit together. */
    static UncheckedIOException refusal(Path file, String what, RuntimeException reason) {
        return new RefusedFile(refusal(file, what, String.valueOf(reason.getMessage())), new IOException(reason));
    }

    /** What was said of a file, whatever else would be said of it. */
    private static final class RefusedFile extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        RefusedFile(String message, IOException reason) {
            super(message, reason);
        }
    }

    private static String refusal(Path file, String what, String reason) {
        return "cannot read the " + what + " of " + file + ": " + reason;
    }

    private static KerasFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new FormatException(Files.exists(path) ? "it is no file" : "there is no such file");
        }
        return isArchive(path)
                ? new KerasFile(path, new ZipFile(path.toFile()), null)
                : new KerasFile(path, null, hdf(path));
    }

    /** Within a buffer, what a damaged file claims to have behind its end is refused; of a file, memory would be taken for it first. */
    private static HdfFile hdf(Path path) throws IOException {
        long size = Files.size(path);
        if (size > Integer.MAX_VALUE) {
            return new HdfFile(path);
        }
        try (FileChannel channel = FileChannel.open(path)) {
            return HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        }
    }

    private static boolean isArchive(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 'P' && start[1] == 'K';
        }
    }

    Path path() {
        return path;
    }

    boolean isArchive() {
        return archive != null;
    }

    /** Reads something of a file. */
    interface Reader<I, T> {
        T read(I input) throws IOException;
    }

    /**
     * What is read of the description of the model, which is JSON.
     *
     * @throws FormatException if there is none: the file has weights only
     */
    <T> T configured(Reader<String, T> reader) throws IOException {
        if (archive == null) {
            return reader.read(tree(tree -> tree.text(tree.root(), "model_config"))
                    .orElseThrow(() -> new FormatException("it has weights only, and does not say which model they are"
                            + " of: save the whole model in Keras")));
        }
        String text = new String(entry(archive, CONFIG), StandardCharsets.UTF_8);
        try {
            return reader.read(text);
        } catch (FormatException e) {
            throw new FormatException(CONFIG + ": " + e.getMessage(), e);
        }
    }

    /** What the model was compiled with, as JSON; empty if it was not, or an archive says it in {@link #configured}. */
    Optional<String> compiled() throws IOException {
        return archive == null ? tree(tree -> tree.text(tree.root(), "training_config")) : Optional.empty();
    }

    /** Whether Keras 2 wrote it. */
    boolean isOfKeras2() throws IOException {
        Optional<String> version;
        if (archive == null) {
            version = tree(tree -> tree.text(tree.root(), VERSION));
        } else {
            String metadata = new String(entry(archive, METADATA), StandardCharsets.UTF_8);
            version =
                    Optional.ofNullable(JSON.std.mapFrom(metadata).get(VERSION)).map(String::valueOf);
        }
        return version.filter(said -> said.startsWith("2.")).isPresent();
    }

    /** Whether there are weights beside the description of the model. */
    boolean hasWeights() {
        return archive == null || archive.getEntry(WEIGHTS) != null;
    }

    /** The lines of a text beside the description of the model, if there is one; empty ones at its end are none, as Keras reads it. */
    Optional<List<String>> lines(String name) throws IOException {
        if (archive == null || archive.getEntry(name) == null) {
            return Optional.empty();
        }
        String text = new String(entry(archive, name), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(WrittenVocabulary.LINE_ENDS.split(text, -1)));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return Optional.of(lines);
    }

    /** What is read of the tree of groups and arrays. */
    <T> T tree(Reader<HdfTree, T> reader) throws IOException {
        if (archive == null) {
            return reader.read(new HdfTree(Objects.requireNonNull(hdf), Files.size(path)));
        }
        byte[] weights = entry(archive, WEIGHTS);
        try (HdfFile file = HdfFile.fromBytes(weights)) {
            return reader.read(new HdfTree(file, weights.length));
        } catch (FormatException e) {
            throw new FormatException(WEIGHTS + e.getMessage(), e);
        } catch (RuntimeException e) { // as above
            throw new FormatException(WEIGHTS + ": it is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new FormatException("it is an archive without " + name + ", so not one that Keras 3 wrote");
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new FormatException(
                    name + ": it is compressed, and Keras stores it as it is: load and save it in Keras");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            CRC32 sum = new CRC32(); // ZipFile does not look at it where nothing is compressed
            sum.update(bytes);
            if (sum.getValue() != entry.getCrc()) {
                throw new FormatException(name + ": it is damaged: its checksum is not that in the archive");
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        if (archive != null) {
            archive.close();
        }
        if (hdf != null) {
            hdf.close();
        }
    }
}
