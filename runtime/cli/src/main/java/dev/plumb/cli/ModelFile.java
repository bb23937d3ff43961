package dev.plumb.cli;

import dev.plumb.graph.Graph;
import dev.plumb.io.ArchiveReader;
import dev.plumb.keras.KerasModel;
import dev.plumb.keras.NoCounterpartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The graph of a model that lies in a file. */
final class ModelFile {
    private static final Pattern KERAS = Pattern.compile("(?i)\\.(keras|h5|hdf5)$");

    private ModelFile() {}

    /**
     * Reads the graph, and no weights.
     *
     * @throws Refusal if there is no such file, or it holds no model
     */
    static Graph graph(Path file) {
        requireFile(file);
        return KERAS.matcher(file.toString()).find() ? keras(file).graph() : archived(file);
    }

    /**
     * Reads a model of Keras, and no weights.
     *
     * @throws Refusal if there is no such file, it holds no model, or one that has no counterpart here
     */
    static KerasModel keras(Path file) {
        requireFile(file);
        try {
            return KerasModel.read(file);
        } catch (UncheckedIOException | NoCounterpartException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static Graph archived(Path file) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            return archive.graph();
        } catch (IOException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw new Refusal("there is no file '" + file + "'");
        }
        if (!Files.isRegularFile(file)) {
            throw new Refusal("'" + file + "' is no file, expected a model");
        }
    }
}
